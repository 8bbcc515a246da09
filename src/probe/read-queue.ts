/**
 * Chunks wait here between the moment they are stamped and the moment they are parsed. One socket is drained
 * a turn of the event loop, so every readable socket is stamped in the poll phase before anything is parsed.
 */
export interface ReadQueue {
  /** `drain` parses what its socket has received; it is called once, in a later phase of the loop. */
  add(drain: () => void): void
  /**
   * Parses nothing until `sockets` sockets have received something, or none has for a while: in a burst the
   * loop does nothing but stamp while replies come in.
   */
  holdFor(sockets: number): void
}

/** With no arrival for this long, what is held is parsed; replies that come later are parsed one a turn. */
const QUIET_MS = 3

/** Nothing is held longer than this, however busy the arrivals. */
const LONGEST_HOLD_MS = 100

/** A first-in, first-out queue on `setImmediate`. */
export function createReadQueue(): ReadQueue {
  let waiting: (() => void)[] = []
  let next = 0
  let awaited = 0
  let quiet: NodeJS.Timeout | undefined
  let longest: NodeJS.Timeout | undefined

  const turn = () => {
    const drain = waiting[next++]
    if (next < waiting.length) setImmediate(turn)
    else {
      waiting = []
      next = 0
    }
    drain?.()
  }
  const letGo = () => {
    awaited = 0
    clearTimeout(quiet)
    clearTimeout(longest)
    quiet = undefined
    if (waiting.length > next) setImmediate(turn)
  }
  const hold = () => {
    if (waiting.length >= awaited) return letGo()
    if (quiet) return void quiet.refresh()
    quiet = setTimeout(letGo, QUIET_MS)
    longest = setTimeout(letGo, LONGEST_HOLD_MS)
  }
  return {
    add(drain) {
      waiting.push(drain)
      if (awaited > 0) hold()
      else if (waiting.length === 1) setImmediate(turn)
    },
    holdFor(sockets) {
      if (waiting.length === 0) awaited = sockets
    },
  }
}
