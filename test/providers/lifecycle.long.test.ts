import { describeLifecycles } from '../support/cloud-lifecycles.ts'

describeLifecycles()
