/** Calls back each so many ms, without keeping the process alive. @returns ends it */
export function everyUnref(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms)
  timer.unref()
  return () => clearInterval(timer)
}
