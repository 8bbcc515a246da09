import { googleProvider } from '../../../src/providers/google/provider.ts'
import { describeLive } from '../live-cycle.ts'

describeLive(googleProvider, { switchedOnBy: 'COLDSTART_LIVE_GOOGLE' })
