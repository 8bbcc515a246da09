import { setTimeout as sleep } from 'node:timers/promises'
import { now } from './wall-clock.ts'

/** Opening all connections of a burst should not take longer than this; servers drop idle ones. */
const OPENING_BUDGET_MS = 8_000
const MAX_LANES = 16

/** After a handshake most servers send session tickets; reading them would delay the stamps of the next connection. */
const SETTLE_MS = 1

/**
 * Opens one after the other, each timed alone. Where the network is so slow that the first connections would
 * be dropped as idle before the last is open, several lanes are used, no more than needed.
 * @param settle whether to pause between connections (TLS)
 * @returns outcomes in the order of the items
 */
export async function openAll<Item, Outcome>(
  items: readonly Item[],
  open: (item: Item) => Promise<Outcome>,
  settle = false,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  if (items.length === 0) return outcomes
  const startedMs = now()
  outcomes[0] = await open(items[0] as Item)
  const lanes = lanesFor(items.length, now() - startedMs)
  let next = 1
  const lane = async () => {
    while (next < items.length) {
      const index = next++
      if (settle) await sleep(SETTLE_MS)
      outcomes[index] = await open(items[index] as Item)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return outcomes
}

/** How many connections to open at a time, when one takes `oneMs`. */
export function lanesFor(connections: number, oneMs: number): number {
  return Math.min(MAX_LANES, Math.max(1, Math.ceil((connections * oneMs) / OPENING_BUDGET_MS)))
}
