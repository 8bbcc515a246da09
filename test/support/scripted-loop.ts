import { createLoopDelayMonitor } from '../../src/probe/loop-delay.ts'

/** A monitor of an event loop whose clock and timer the test moves. */
export function scriptedLoop() {
  let nowMs = 1000
  let beat: (() => void) | undefined
  const monitor = createLoopDelayMonitor(
    () => nowMs,
    (_, act) => {
      beat = act
      return () => {
        beat = undefined
      }
    },
  )
  /** Nothing else is done meanwhile. */
  const wait = (ms: number) => {
    nowMs += ms
  }
  const tick = () => beat?.()
  const pass = (ms: number) => {
    wait(ms)
    tick()
  }
  return { monitor, pass, wait, tick, isBeating: () => beat !== undefined }
}
