import { lookup } from 'node:dns/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { createProber } from '../../probe/create-prober.ts'
import { serveProber } from '../../probe/serve-prober.ts'
import { leadsInward } from './allow-list.ts'

/** The thread of a worker that measures: as the probe's own, but names that a pattern allowed must not lead inward. */
Error.stackTraceLimit = 0
const { named } = workerData as { readonly named: readonly string[] }

async function lookUp(hostname: string) {
  const found = await lookup(hostname, { all: true, order: 'verbatim' })
  const addresses = found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }) as const)
  if (named.includes(hostname) || !addresses.some(({ address }) => leadsInward(address))) return addresses
  const error = new Error(`${hostname} leads into the network of the worker, which its --allow does not name`)
  throw Object.assign(error, { code: 'ENOTFOUND' })
}

if (parentPort) serveProber(parentPort, createProber(lookUp))
