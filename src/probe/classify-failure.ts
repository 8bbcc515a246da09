import { messageOf } from '../core/errors.ts'
import { authorityWords } from '../core/network.ts'
import type { ProbeError } from '../core/probe-request.ts'

/** The part of an exchange that was under way when it failed. */
export type Stage = 'dns' | 'connect' | 'tls' | 'wait' | 'download'

/** A failure whose kind is known where it happens: time-outs, bounds, interim replies. */
export class ProbeFailure extends Error {
  readonly error: ProbeError
  constructor(kind: ProbeError['kind'], message: string) {
    super(message)
    this.error = { kind, message }
  }
}

/** The connection ended, in order and before the reply on it had. */
export class ConnectionEnded extends Error {
  constructor() {
    super('the server ended the connection')
  }
}

const WHERE: Record<Stage, string> = {
  dns: 'looking the host name up',
  connect: 'opening the TCP connection',
  tls: 'the TLS handshake',
  wait: 'waiting for the first byte',
  download: 'reading the reply',
}

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])
const TIMEOUTS = new Set(['ETIMEDOUT', 'ETIME'])

/**
 * The typed error of a network failure.
 * @param error what Node or a client of ours threw
 * @param stage what was under way
 * @param authoritiesFrom where extra certificate authorities were read, if any were
 */
export function classifyFailure(error: unknown, stage: Stage, authoritiesFrom?: string): ProbeError {
  if (error instanceof ProbeFailure) return error.error
  const code = codeOf(error)
  const said = describe(error, code)
  const trust = stage === 'tls' ? authorityWords(said, authoritiesFrom) : ''
  const message = `${said} while ${WHERE[stage]}${trust}.`
  if (TIMEOUTS.has(code)) return { kind: 'timeout', message }
  if (stage === 'dns' || stage === 'connect' || stage === 'tls') return { kind: stage, message }
  if (error instanceof ConnectionEnded || RESETS.has(code))
    return { kind: 'reset', message: `The connection was closed: ${message}` }
  return { kind: 'protocol', message: `Not a valid HTTP reply: ${message}` }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function describe(error: unknown, code: string): string {
  const message = messageOf(error).trim() || 'unknown error'
  return code && !message.includes(code) ? `${message} (${code})` : message
}
