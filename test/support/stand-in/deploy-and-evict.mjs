// A process that deploys, forces one cold start and destroys, made to be killed:
// node deploy-and-evict.mjs <provider> <options>
import { fileURLToPath } from 'node:url'
import { silentLogger } from '../../../dist/modules/core/logger.js'
import { systemClock } from '../../../dist/modules/core/system-clock.js'
import { loadProvider } from '../../../dist/modules/providers/index.js'
import { openLedger } from '../../../dist/modules/store/ledger/open-ledger.js'

const [id, options] = process.argv.slice(2)
const cwd = process.cwd()
const context = {
  env: process.env,
  home: cwd,
  cwd,
  clock: systemClock,
  signal: new AbortController().signal,
  logger: silentLogger,
  ledger: openLedger({ cwd, clock: systemClock }),
  baseUrls: JSON.parse(process.env.BASE_URLS),
}
const provider = await loadProvider(id)
const spec = {
  runId: '2026-11-23T154200-k3f9',
  workload: { folder: fileURLToPath(new URL('../../../fixtures/hello', import.meta.url)) },
  replicas: 1,
  options: provider.options.parse(JSON.parse(options)),
}
const connection = provider.open(context)
const deployment = await connection.deploy(await connection.plan(spec))
await connection.evict(deployment)
for (const open of await context.ledger.open()) await connection.destroy(open)
await connection.close()
await context.ledger.close()
