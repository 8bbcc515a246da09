import type { Prober } from '../../src/probe/prober.ts'
import { startProber } from '../../src/probe/start-prober.ts'
import type { StartProber } from '../../src/run/session.ts'

let thread: Promise<Prober> | undefined

/**
 * One real prober for all runs of a test worker: to start a thread and to warm it up takes longer than what most
 * tests measure. A thread of its own is what processes, and the tests of `bench` as a library, have.
 *
 * It is never warmed up. A prober that is not never calls a sample spoilt because this machine stood still, which a busy
 * machine does often and no test here is about.
 */
export const sharedProber: StartProber = async () => {
  thread ??= startProber()
  const prober = await thread
  return { ...prober, close: async () => {} }
}
