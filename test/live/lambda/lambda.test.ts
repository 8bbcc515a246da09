import { lambdaProvider } from '../../support/connected-providers.ts'
import { describeLive } from '../live-cycle.ts'

const switchedOnBy = 'COLDSTART_LIVE_LAMBDA'

describeLive(lambdaProvider, { switchedOnBy })
describeLive(lambdaProvider, { switchedOnBy, options: { evictBy: 'versions', versionsPerBatch: 3 } })
