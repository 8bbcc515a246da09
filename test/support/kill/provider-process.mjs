// One provider, deployed, evicted and destroyed by the built code in a process that a test may kill at any moment.
// Argument: { provider, cwd, home, env, baseUrls, spec }. Every log line goes to stdout; an error goes to stderr whole.
import { inspect } from 'node:util'
import { loadProvider } from '../../../dist/modules/providers/index.js'
import { openLedger } from '../../../dist/modules/store/ledger/open-ledger.js'

const { provider: id, cwd, home, env, baseUrls, spec } = JSON.parse(process.argv[2])

// The platform's states are counted in calls, so nobody needs to wait for them.
const clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
}
const say = (message) => process.stdout.write(`${message}\n`)
const ledger = openLedger({ cwd, clock })
const signal = new AbortController().signal
const logger = { debug: say, info: say, warn: say }
// No proxy stands between it and the stand-in.
const network = { fetch }
const context = { env, home, cwd, clock, signal, logger, ledger, baseUrls, network }

try {
  const provider = await loadProvider(id)
  const options = provider.options.parse(spec.options ?? {})
  const connection = provider.open(context)
  const deployment = await connection.deploy(await connection.plan({ ...spec, options }))
  say(JSON.stringify(deployment))
  await connection.evict?.(deployment)
  for (const open of await ledger.open()) await connection.destroy(open)
  say('destroyed')
} catch (error) {
  process.stderr.write(inspect(error, { depth: 10 }))
  process.exitCode = 1
} finally {
  await ledger.close()
}
