import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'

/**
 * A request as it crosses to the probe's thread. Certificate authorities are up to hundreds of kilobytes, so they cross
 * once and are then known by their number.
 */
export interface CrossingRequest extends Omit<ProbeRequest, 'certificateAuthority'> {
  readonly authority?: number
}

/** A reply as it crosses back: its request never left the other side. */
export type CrossingReply = Omit<ProbeReply, 'request'>

/** The side that sends requests. */
export interface RequestSender {
  cross(request: ProbeRequest): CrossingRequest
}

/** @param announce tells the other side of an authority, before the first request that names it */
export function createRequestSender(announce: (authority: number, pem: string) => void): RequestSender {
  const numbers = new Map<string, number>()
  const numberOf = (pem: string) => {
    const known = numbers.get(pem)
    if (known !== undefined) return known
    numbers.set(pem, numbers.size)
    announce(numbers.size - 1, pem)
    return numbers.size - 1
  }
  return {
    cross({ certificateAuthority, ...request }) {
      return certificateAuthority === undefined
        ? request
        : { ...request, authority: numberOf(certificateAuthority) }
    },
  }
}

/** The side that requests come to. */
export interface RequestReceiver {
  /** What the sender announced. */
  learn(authority: number, pem: string): void
  /** The request as it was sent. */
  receive(request: CrossingRequest): ProbeRequest
}

/** Knows the authorities that were announced to it. */
export function createRequestReceiver(): RequestReceiver {
  const authorities: string[] = []
  return {
    learn(authority, pem) {
      authorities[authority] = pem
    },
    receive({ authority, ...request }) {
      const pem = authority === undefined ? undefined : authorities[authority]
      return pem === undefined ? request : { ...request, certificateAuthority: pem }
    },
  }
}

/** A reply on its way back. */
export function withoutRequest({ request: _, ...reply }: ProbeReply): CrossingReply {
  return reply
}
