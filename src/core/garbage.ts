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
