import { cloudflareKinds } from './kinds/cloudflare.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Workers', cloudflareKinds)
