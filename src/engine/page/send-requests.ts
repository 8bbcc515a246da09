import { type IncomingMessage, request } from 'node:http'
import type { ServedFunction } from '../engine-options.ts'
import type { PageParts } from './page-parts.ts'
import { readAsked } from './read-asked.ts'

/** As many as environments of one function may live at once. */
const MOST_AT_ONCE = 10

/**
 * Sends a function as many requests at once as the page asks for, by the way that any other client takes.
 * @returns in words why not, if not; what becomes of them is told by the events
 */
export async function sendRequests(
  req: IncomingMessage,
  { pools, functions }: Pick<PageParts, 'pools' | 'functions'>,
): Promise<string | undefined> {
  const asked = await readAsked(req, pools)
  if (typeof asked === 'string') return asked
  const { count } = asked.values
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_AT_ONCE)
    return `Between 1 and ${MOST_AT_ONCE} requests can be sent at once.`
  const { contract, name } = asked.pool.options
  const served = functions.find((one) => one.contract === contract && one.name === name)
  for (let sent = 0; served && sent < count; sent += 1) sendOne(served)
  return undefined
}

function sendOne({ contract, url }: ServedFunction): void {
  const isEvent = contract === 'lambda'
  const address = isEvent ? url : `${url}?name=Ada`
  const sent = request(address, { method: isEvent ? 'POST' : 'GET', agent: false }, (reply) => reply.resume())
  // The events say how it went.
  sent.on('error', () => {})
  sent.end(isEvent ? '{"name":"Ada"}' : undefined)
}
