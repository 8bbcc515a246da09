import type { Json } from './cloud-state.ts'

/** What is answered on command. Calls have Google's names (`CreateFunction`), or `PutSource`, `Token`, `Invoke`. */
export interface PlannedReply {
  readonly status: number
  readonly json?: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** A google.rpc.Status as it comes in a reply. */
export function googleError(
  status: number,
  code: string,
  message: string,
  details: readonly Json[] = [],
): Json {
  return { error: { code: status, status: code, message, details } }
}

/** What a switched-off API answers. */
export function serviceDisabled(service: string): Json {
  const activationUrl = `https://console.developers.google.com/apis/api/${service}/overview?project=stand-in`
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'SERVICE_DISABLED',
    domain: 'googleapis.com',
    metadata: { service, activationUrl, consumer: 'projects/1' },
  }
  const words = `${service} has not been used in project 1 before or it is disabled.`
  return googleError(403, 'PERMISSION_DENIED', words, [info])
}
