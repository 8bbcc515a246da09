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
 * Who asks may lose the processor while it asks. The answer has that too, or the next one would: it is asked for again,
 * and what passed while it was asked is no part of what was waited for before. Otherwise one body would be shown as
 * shorter than it ever was, and the least of several starts is what is taken.
 * @returns when it is through
 */
function askWaited(atMs: number): number {
  const isLong = waited !== undefined && atMs - lastMs > LONG_MS
  lastMs = isLong ? ask(waited, atMs) : atMs
  return lastMs
}

/** @returns when it is through */
function ask(waitedMs: () => number, atMs: number): number {
  const answer: [number, string, number] = [atMs, 'waited', 0]
  stamps.push(answer)
  let ms = waitedMs()
  let throughMs = now()
  for (let fromMs = atMs; throughMs - fromMs > LONG_MS; ) {
    ms += waitedMs() - (throughMs - fromMs)
    fromMs = throughMs
    throughMs = now()
  }
  answer[2] = Math.max(0, ms)
  return throughMs
}

/**
 * Something is over as soon as this returns: a body that requires hundreds of times has none of the tracer's work. Who
 * loses the processor in here has that asked for too, or it would be taken from what comes next.
 */
export function stampLast(what: readonly (string | number)[]): void {
  const last: [number, ...(string | number)[]] = [0, ...what]
  askWaited(now())
  stamps.push(last)
  last[0] = now()
  while (waited && last[0] - lastMs > LONG_MS) {
    stamps.pop()
    askWaited(last[0])
    stamps.push(last)
    last[0] = now()
  }
  lastMs = last[0]
}
