import type { ExpectedStatus } from './expected-status.ts'
import type { ProxyRoute } from './proxy-route.ts'
import type { InstanceReport, Phases, PlatformReport, SampleErrorKind } from './sample.ts'

/** One HTTP request to be measured. A provider makes it, the probe sends it. */
export interface ProbeRequest {
  readonly url: string
  readonly method: HttpMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** What a reply must not show of its sender besides what was sent: the key that the request was signed with. */
  readonly secrets?: readonly string[]
  /** PEM of extra certificate authorities to trust (companies, private platforms). */
  readonly certificateAuthority?: string
  /** Where those were read, for messages. */
  readonly certificateAuthorityFrom?: string
  /** Sent through a tunnel of this proxy; the sample is flagged `proxied`. */
  readonly via?: ProxyRoute
  /** What the user says that the function answers, where that is not what is usual. */
  readonly expect?: ExpectedReply
}

/** The methods that a request may have. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** Replies that would be refused unless the user had announced them. */
export interface ExpectedReply {
  /** The statuses that are the function's success. */
  readonly status?: ExpectedStatus
  /** The function renders a page. Without it, HTML is taken for somebody else's words. */
  readonly type?: 'html'
  /** A function of the user's own may redirect; a URL that does is the wrong one. */
  readonly redirects?: true
}

/** Why a request gave no latency: what failed, and in which words. */
export interface ProbeError {
  readonly kind: SampleErrorKind
  readonly message: string
}

/** What came back on the socket, before anybody has read its meaning. */
export interface ProbeReply {
  readonly request: ProbeRequest
  /** Wall clock at connection start, ISO 8601. */
  readonly startedAt: string
  /** Wall clock (epoch ms, float) of the moment the request was written and of its first reply byte. */
  readonly sentAtEpochMs?: number
  readonly firstByteAtEpochMs?: number
  readonly endedAtEpochMs: number
  readonly connection: 'fresh' | 'kept'
  readonly localPort?: number
  readonly remoteAddress?: string
  readonly phases: Phases
  readonly status?: number
  /** `1.1`, `1.0` or `2`. */
  readonly httpVersion?: string
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Bounded; `bytes` counts what arrived. */
  readonly body: Uint8Array
  readonly bytes: number
  /** Only where a queue triggered it. */
  readonly queue?: QueuedReply
  /** Longest event-loop delay seen by the probe while the request was in flight. */
  readonly loopDelayMs?: number
  /** loop-delay, first-of-process, … */
  readonly flags?: readonly string[]
  readonly error?: ProbeError
}

/** Moments of a request that a queue's worker sent, ms after its job began to be enqueued. */
export interface QueuedReply {
  readonly enqueuedMs: number
  readonly pickedUpMs: number
  /** The worker's request was written, and its first reply byte was there. */
  readonly sentMs?: number
  readonly firstByteMs?: number
  readonly doneMs: number
}

/** What a provider reads in a reply. `error` makes the sample a failed invocation. */
export interface Interpretation {
  readonly instance?: InstanceReport
  readonly platform?: PlatformReport
  /** Where the caller is answered before the function starts: how long after the reply's first byte `instance` was written, ms. */
  readonly afterAnswerMs?: number
  readonly error?: ProbeError
}
