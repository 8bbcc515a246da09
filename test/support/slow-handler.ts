/**
 * A function for Vercel whose module takes so much longer to load, by sleeping: it takes no CPU from what is measured
 * beside it, and a busy machine does not make it relatively faster.
 */
export function slowHandler(sleepMs: number): string {
  return `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${sleepMs})
export default (req, res) => res.end('hello')
`
}

/** Beside a cold start of the same function without it, so much that no machine's noise hides it. */
export const PLANTED_MS = 1000
