import { watchRunQueue } from './run-queue.ts'

// When what happens in a traced process.

/** [ms since the process began, what happens, frame or module, module, phase]; the reader is src/why/trace.ts. */
export type Stamp = readonly [number, ...(string | number)[]]

/** In the order in which things happened. */
export const stamps: Stamp[] = []

/** Milliseconds since the process began. */
export const now = () => performance.now()

const waited = watchRunQueue()
/** Who had to wait for a processor, did so for longer than that; asking takes some microseconds. */
const LONG_MS = 0.2
let lastMs = now()

/** Something happens now. */
export function stamp(...what: readonly (string | number)[]): void {
  stampAt(now(), what)
}

/**
 * Something happened then; before it, what this thread had no processor for since the last stamp. What passes between
 * that one and this is the asking.
 */
export function stampAt(atMs: number, what: readonly (string | number)[]): void {
  stamps.push([askWaited(atMs), ...what])
}

/**
 * Who asks may lose the processor while it asks: that is asked for again, or it would be taken from the next time.
 * @returns when it is through
 */
function askWaited(atMs: number): number {
  let throughMs = atMs
  while (waited && throughMs - lastMs > LONG_MS) {
    lastMs = throughMs
    stamps.push([lastMs, 'waited', waited()])
    throughMs = now()
  }
  lastMs = throughMs
  return lastMs
}

/** Something is over as soon as this returns: a body that requires hundreds of times has none of the tracer's work. */
export function stampLast(what: readonly (string | number)[]): void {
  askWaited(now())
  const last: [number, ...(string | number)[]] = [0, ...what]
  stamps.push(last)
  lastMs = now()
  last[0] = lastMs
}
