/** One request on a connection that is open. */
export interface HttpRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

/** Who is told of the reply to one request: of its start, its parts, then of its end or of what kept it from ending. */
export interface ReplyHandler {
  /** @param headers under lower-case names @returns why no more of the reply is wanted, if so */
  started(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): Error | undefined
  /** @returns as `started` */
  received(part: Buffer): Error | undefined
  ended(): void
  failed(error: Error): void
}

/** What an exchange asks of the client of its connection. */
export interface HttpClient {
  /** False once the connection cannot carry another request. */
  readonly usable: boolean
  /** Sends a request; the handler is told of every failure, also of one to send. */
  dispatch(request: HttpRequest, handler: ReplyHandler): void
  /** Ends the connection; a reply under way fails with the reason. */
  destroy(reason: Error | null): void
}
