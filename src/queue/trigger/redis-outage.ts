import type { EventEmitter } from 'node:events'

/** A Redis that is back within this time was restarted: what waits for it goes on. */
const AWAY_MS = 10_000

/** Whether Redis has been away for so long that nothing waits for it any more. */
export interface Outage {
  /** The work, or a rejection once Redis has been away for too long: a job of it would be waited for without end. */
  endsIt<Done>(work: Promise<Done>): Promise<Done>
}

/**
 * Watches a connection that tries again by itself, as ioredis' does.
 * @param connection tells `close` when it is lost, `ready` when it is back
 * @param awayMs how long it may be lost
 */
export function watchForOutage(connection: EventEmitter, awayMs: number = AWAY_MS): Outage {
  const refusals = new Set<(error: Error) => void>()
  let timer: NodeJS.Timeout | undefined
  let over: Error | undefined
  const end = () => {
    over = new Error(`Redis has been away for ${awayMs / 1000} s.`)
    for (const refuse of refusals) refuse(over)
  }
  connection.on('close', () => {
    timer ??= setTimeout(end, awayMs).unref()
  })
  connection.on('ready', () => {
    clearTimeout(timer)
    timer = undefined
    over = undefined
  })
  return {
    async endsIt(work) {
      work.catch(() => {})
      if (over) throw over
      let refuse = (_: Error) => {}
      const refusal = new Promise<never>((_, reject) => {
        refuse = reject
      })
      refusals.add(refuse)
      return Promise.race([work, refusal]).finally(() => refusals.delete(refuse))
    },
  }
}
