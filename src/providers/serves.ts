import type { ProbeError, ProbeReply } from '../core/probe-request.ts'
import { PROOF_HEADER } from '../core/report-headers.ts'

/**
 * Whether a failed reply to a call that verifies a deployment shows all the same that it serves: a function of the
 * user's own may answer any status, and the samples will tell; a platform that has nothing there may not.
 * @param isOwn the function is the user's own
 */
export function servesAllTheSame(reply: ProbeReply, error: ProbeError, isOwn: boolean): boolean {
  if (!isOwn) return false
  return reply.headers[PROOF_HEADER] !== undefined || (error.kind === 'status' && !isMissing(reply))
}

/** As platforms answer where there is no function, or where it could not be run. */
function isMissing({ status, headers }: ProbeReply): boolean {
  return status === 404 || 'x-vercel-error' in headers
}
