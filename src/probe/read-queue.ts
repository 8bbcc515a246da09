/**
 * Chunks wait here between the moment they are stamped and the moment they are parsed. One socket is drained
 * a turn of the event loop, so every readable socket is stamped in the poll phase before anything is parsed.
 */
export interface ReadQueue {
  /** `drain` parses what its socket has received; it is called once, in a later phase of the loop. */
  add(drain: () => void): void
}

/** A first-in, first-out queue on `setImmediate`. */
export function createReadQueue(): ReadQueue {
  let waiting: (() => void)[] = []
  let next = 0
  const turn = () => {
    const drain = waiting[next++]
    if (next < waiting.length) setImmediate(turn)
    else {
      waiting = []
      next = 0
    }
    drain?.()
  }
  return {
    add(drain) {
      waiting.push(drain)
      if (waiting.length === 1) setImmediate(turn)
    },
  }
}
