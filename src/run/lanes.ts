import type { Lanes } from '../plan/side-by-side.ts'

/** Work that has begun. */
export interface Begun {
  /** Settles as the work does. */
  readonly ended: Promise<void>
}

/** Where visits are measured: one at a time, or several of one platform's replicas side by side. */
export interface Slot {
  /**
   * Begins the work when its turn has come, in the order of the calls: what is measured alone when nothing else is, what
   * has lanes when nothing is measured alone and its platform has a lane free.
   * @returns once it has begun
   */
  begin(lanes: Lanes | undefined, work: () => Promise<void>): Promise<Begun>
}

interface Waiting {
  readonly lanes: Lanes | undefined
  readonly start: () => Promise<void>
}

/** A slot with nothing in it. */
export function openSlot(): Slot {
  const waiting: Waiting[] = []
  const running = new Set<Waiting>()

  const mayStart = ({ lanes }: Waiting) => {
    if (!lanes) return running.size === 0
    const others = [...running]
    if (others.some((other) => !other.lanes)) return false
    return others.filter((other) => other.lanes?.provider === lanes.provider).length < lanes.width
  }
  const next = () => {
    const [first] = waiting
    if (!first || !mayStart(first)) return
    waiting.shift()
    running.add(first)
    const leave = () => {
      running.delete(first)
      next()
    }
    first.start().then(leave, leave)
    next()
  }
  return {
    begin: (lanes, work) =>
      new Promise((begun) => {
        const start = () => {
          const ended = work()
          // Whoever began it awaits it later.
          ended.catch(() => {})
          begun({ ended })
          return ended
        }
        waiting.push({ lanes, start })
        next()
      }),
  }
}
