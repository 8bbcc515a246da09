import type { ProcessEnd } from './started-process.ts'

/**
 * What Lambda says of an environment that ended in the middle of an invocation.
 * @param ranOutOfMemory it was ended since it wanted more than its memory size
 */
export function describeEnd(requestId: string, end: ProcessEnd, ranOutOfMemory = false) {
  const reason =
    end.signal !== null
      ? `Runtime exited with error: signal: ${SIGNAL_WORDS[end.signal] ?? end.signal}`
      : end.exitCode === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${end.exitCode}`
  const errorType = ranOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError'
  return { errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` }
}

/** What Lambda says of an invocation that took longer than the function's timeout. */
export function describeTimeout(requestId: string, timeoutMs: number) {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
  return { errorType: 'Sandbox.Timedout', errorMessage }
}

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
}
