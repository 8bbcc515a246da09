import { command } from './store.mjs'

const DAY_MS = 24 * 60 * 60 * 1000

/** In this instance's memory: gone with it. */
let runsOfThisInstance = 0

/**
 * Removes results that are older than MAX_AGE_DAYS from the store, and counts its runs twice: in memory and in the store.
 * @param {number} nowMs when this run is due, epoch ms
 */
export async function cleanUp(nowMs) {
  runsOfThisInstance += 1
  const days = Number(process.env.MAX_AGE_DAYS ?? 7)
  const removed = await command('ZREMRANGEBYSCORE', 'results', '-inf', `(${nowMs - days * DAY_MS}`)
  const kept = await command('ZCARD', 'results')
  const runsInTheStore = await command('INCR', 'cleanup:runs')
  return { removed, kept, runsOfThisInstance, runsInTheStore }
}
