import type { RestReply } from '../rest-client.ts'
import { isRecord, withoutSignatures } from '../rest-failure.ts'

/** A refusal in Google's own words (google.rpc.Status with ErrorInfo, https://google.aip.dev/193). */
export interface GoogleError {
  /** `PERMISSION_DENIED`, `ALREADY_EXISTS`, `ABORTED`, …; the HTTP status where Google names none. */
  readonly status: string
  readonly message: string
  /** ErrorInfo's machine-readable reason: `SERVICE_DISABLED`. */
  readonly reason?: string
  /** The API that is meant. */
  readonly service?: string
  /** The project whose quota and switches the refused call was counted against. */
  readonly consumer?: string
  readonly helpUrl?: string
}

/** Reads a refusal; secrets are gone from the reply already. */
export function readGoogleError(reply: RestReply): GoogleError {
  const body = isRecord(reply.json) && isRecord(reply.json.error) ? reply.json.error : {}
  const details = Array.isArray(body.details) ? body.details.filter(isRecord) : []
  const info = details.find((detail) => typeof detail.reason === 'string') ?? {}
  const metadata = isRecord(info.metadata) ? info.metadata : {}
  const help = details.flatMap((detail) => (Array.isArray(detail.links) ? detail.links.filter(isRecord) : []))
  const reason = text(info.reason)
  const service = text(metadata.service)
  const consumer = text(metadata.consumer)?.replace(/^projects\//, '')
  const helpUrl = text(metadata.activationUrl) ?? text(help[0]?.url)
  return {
    status: text(body.status) ?? String(reply.status),
    message: withoutSignatures(text(body.message) ?? reply.text).slice(0, 300),
    ...(reason ? { reason } : {}),
    ...(service ? { service } : {}),
    ...(consumer ? { consumer } : {}),
    ...(helpUrl ? { helpUrl } : {}),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
