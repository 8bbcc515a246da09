import { netlifyProvider } from '../../support/connected-providers.ts'
import { describeLive } from '../live-cycle.ts'

// A public site of yours, where the team's projects are private: COLDSTART_LIVE_NETLIFY_SITE=<id>.
const site = process.env.COLDSTART_LIVE_NETLIFY_SITE

describeLive(netlifyProvider, { switchedOnBy: 'COLDSTART_LIVE_NETLIFY', options: site ? { site } : {} })
