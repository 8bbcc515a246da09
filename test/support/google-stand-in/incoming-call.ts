import type { IncomingMessage } from 'node:http'
import type { CloudState } from './cloud-state.ts'
import type { TokenServer } from './tokens.ts'

/** A request to the stand-in of Google, which has the host that it would go to in front of its path. */
export interface IncomingCall {
  readonly tokens: TokenServer
  readonly state: CloudState
  readonly request: IncomingMessage
  /** Google's own, such as `run.googleapis.com`. */
  readonly host: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Buffer
}
