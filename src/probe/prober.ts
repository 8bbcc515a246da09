import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'

/** What times requests. `startProber` gives one in a worker thread, `createProber` one in this thread. */
export interface Prober {
  /** Runs the code path hot against a loopback server of the probe's own, so that first requests are not special. */
  warmUp(schemes: readonly Scheme[]): Promise<void>
  /** One request, timed. Network trouble resolves with `reply.error`; it never rejects for it. */
  probe(request: ProbeRequest, options: ProbeOptions): Promise<ProbeReply>
  /** Connections opened first, then all requests released one per turn of the event loop. Replies in request order. */
  burst(requests: readonly ProbeRequest[], options: ProbeOptions): Promise<ProbeReply[]>
  /** Delay of the probe's own event loop while requests were in flight, over its lifetime. */
  loopDelay(): Promise<LoopDelay>
  close(): Promise<void>
}

/** The schemes of URLs that can be asked. */
export type Scheme = 'http' | 'https'

/** How late the event loop was, ms. */
export interface LoopDelay {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** How one request is measured. */
export interface ProbeOptions {
  /** `kept` uses a live connection to the same origin when there is one; the reply says which it was. */
  readonly connection: 'fresh' | 'kept'
  readonly timeouts?: ProbeTimeouts | undefined
  /** A longer body is an error; in a burst the bound is lower still, so that memory is bounded (`bodyBound`). */
  readonly maxBodyBytes?: number | undefined
  /** Sent on a fresh connection before the measured request: reaches the host, never runs the function. */
  readonly connectOnly?: ProbeRequest | undefined
  readonly signal?: StopSignal | undefined
}

/** What of an AbortSignal a probe asks; those that cross threads are lighter than Node's. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** How long each phase of a request may take, ms. */
export interface ProbeTimeouts {
  /** Name look-up and TCP together. */
  readonly connectMs?: number
  readonly tlsMs?: number
  /** Request written → first response byte. */
  readonly waitMs?: number
  readonly downloadMs?: number
  /** From the first attempt to connect to the last byte. */
  readonly totalMs?: number
}

/** How long each phase may take where nobody says, ms. */
export const DEFAULT_TIMEOUTS: Required<ProbeTimeouts> = {
  connectMs: 10_000,
  tlsMs: 10_000,
  waitMs: 60_000,
  downloadMs: 30_000,
  totalMs: 90_000,
}

/** The longest body that is no error where nobody says, bytes. */
export const DEFAULT_MAX_BODY_BYTES = 8 * 1024 * 1024

/** All bodies of one burst together stay below this. */
const BURST_BODY_BYTES = 256 * 1024 * 1024

/** The most bytes one reply of a burst of `n` may have. */
export function bodyBound(maxBodyBytes: number | undefined, n: number): number {
  return Math.min(maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES, Math.floor(BURST_BODY_BYTES / n))
}
