import { googleProvider } from '../../support/connected-providers.ts'
import { describeLive } from '../live-cycle.ts'

describeLive(googleProvider, { switchedOnBy: 'COLDSTART_LIVE_GOOGLE' })
