/** Header by which the local engine reports on an instance from outside the function, as JSON. */
export const ENGINE_REPORT_HEADER = 'x-coldstart-instance'

/** Header by which the wrapper in a deployed package says which instance of the function answers, as JSON. */
export const PROOF_HEADER = 'x-coldstart-proof'

/** Header that carries the nonce where a query or payload does not. */
export const NONCE_HEADER = 'x-coldstart-nonce'

/** Header by which the local engine passes on what a function said as it failed, percent-encoded. */
export const ENGINE_FAILURE_HEADER = 'x-coldstart-failure'

/** Header by which the guard around a Worker tells the engine what the Worker threw: percent-encoded JSON. */
export const THROWN_HEADER = 'x-coldstart-thrown'

/** Header by which the engine tells that guard to run the Worker's scheduled handler: the due time, epoch ms. */
export const SCHEDULED_HEADER = 'x-coldstart-scheduled'

/** Header by which the engine has a Worker loaded before its first request: `worker`, or `rehearsal` for an empty one. */
export const LOAD_HEADER = 'x-coldstart-load'

/** What a function of the local engine said as it failed, on one line. */
export function readFailureWords(headers: Readonly<Record<string, string>>): string | undefined {
  const text = headers[ENGINE_FAILURE_HEADER]
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return text
  }
}
