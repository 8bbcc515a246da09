import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/**
 * Collects garbage now: so that no collection of 1–5 ms falls into what is measured next (PROBE method, point 6), or that
 * large arrays, whose memory the heap's own size does not show, are given back before others are made.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
}

/** From so many samples on, what reading them leaves behind would still be there while the next are read. */
const MANY_SAMPLES = 100_000

/** Collects garbage after so many samples were read, where that is worth it. */
export function collectAfter(samples: number): void {
  if (samples > MANY_SAMPLES) collectGarbage()
}
