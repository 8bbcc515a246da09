import { vercelProvider } from '../../support/connected-providers.ts'
import { describeLive } from '../live-cycle.ts'

// Previews: production is warmed ahead, so its first invocation need not be an instance's first.
describeLive(vercelProvider, { switchedOnBy: 'COLDSTART_LIVE_VERCEL', options: { environment: 'preview' } })
