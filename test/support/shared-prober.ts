import type { Prober, Scheme } from '../../src/probe/prober.ts'
import { startProber } from '../../src/probe/start-prober.ts'
import type { StartProber } from '../../src/run/session.ts'

let thread: Promise<Prober> | undefined
const warm = new Set<Scheme>()

/**
 * One real prober for all runs of a test worker: to start a thread and to warm it up takes longer than what most
 * tests measure. A thread of its own is what processes, and the tests of `bench` as a library, have.
 */
export const sharedProber: StartProber = async ({ warmUp }) => {
  thread ??= startProber()
  const prober = await thread
  const cold = warmUp.filter((scheme) => !warm.has(scheme))
  for (const scheme of cold) warm.add(scheme)
  await prober.warmUp(cold)
  return { ...prober, close: async () => {} }
}
