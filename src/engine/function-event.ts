import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { InstanceReport } from '../core/sample.ts'

/** One event on its way to a function. */
export interface FunctionEvent {
  readonly requestId: string
  readonly payload: Buffer | string
  readonly functionArn: string
  readonly traceId: string
  /** False for callers that have no use for the log: reading the peak memory for its REPORT takes time. */
  readonly wantsLog: boolean
  /** JSON of Lambda's X-Amz-Client-Context, already decoded. */
  readonly clientContext?: string
}

interface Served {
  /** The environment as seen from outside the function. */
  readonly instance: InstanceReport
  /** Base64 of the end of the log (empty unless wanted), once the invocation has ended; never rejects. */
  readonly logTail: Promise<string>
}

/** A reply that has begun; a `body` that did not come at once ends with an error if the environment breaks off. */
export interface FunctionReply extends Served {
  readonly kind: 'reply'
  readonly body: Readable | Buffer
  readonly streaming: boolean
  readonly contentType: string
  /** Where the environment speaks HTTP itself: status and headers as it gave them. */
  readonly head?: { readonly statusCode: number; readonly headers: Readonly<Record<string, unknown>> }
  /** Once the log's tail is here: the error with which a streamed reply ended, as JSON. */
  readonly failure: () => string | undefined
}

/** The function failed and says why: an error it threw, or one that ended its environment. */
export interface FunctionFailure extends Served {
  readonly kind: 'error' | 'crash' | 'timeout'
  readonly errorType: string
  /** `{errorType, errorMessage, trace?}` as Lambda puts it into the payload. */
  readonly errorJson: string
  /** The same in the function's own words, on one line, with the line of its code that failed. */
  readonly words: string
}

/** What became of an invocation. Never a rejection: every failure is an answer that some provider gives. */
export type Outcome = FunctionReply | FunctionFailure

/** An event with ids of its own, in Lambda's formats. */
export function makeFunctionEvent(
  functionName: string,
  payload: Buffer | string,
  extra: Partial<Pick<FunctionEvent, 'clientContext' | 'wantsLog'>> = {},
): FunctionEvent {
  const requestId = randomUUID()
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return {
    requestId,
    payload,
    functionArn: functionArn(functionName),
    traceId: `Root=1-${seconds}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
    wantsLog: false,
    ...extra,
  }
}

/** The ARN that a function of the engine is told it has. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:local:000000000000:function:${name}`
}

/** How an invocation ended, as its REPORT says. */
export interface Ending {
  readonly status?: 'timeout' | 'error'
  readonly errorType?: string
}

/** Room for one invocation, taken as soon as a request's headers are here. */
export interface Lease {
  invoke(event: FunctionEvent): Promise<Outcome>
  /** Gives the room back unused. */
  release(): void
}
