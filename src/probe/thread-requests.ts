import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'

/**
 * A request as it crosses to the probe's thread. Certificate authorities are up to hundreds of kilobytes, so they cross
 * once and are then known by their number.
 */
export interface CrossingRequest extends Omit<ProbeRequest, 'certificateAuthority'> {
  readonly authority?: number
}

/** A reply as it crosses back: its request never left the other side. */
export type CrossingReply = Omit<ProbeReply, 'request'> & { readonly request?: undefined }

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
    cross(whole) {
      if (whole.certificateAuthority === undefined) return whole
      const { certificateAuthority, ...request } = whole
      return { ...request, authority: numberOf(certificateAuthority) }
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
    receive(crossed) {
      if (crossed.authority === undefined) return crossed
      const { authority, ...request } = crossed
      const pem = authorities[authority]
      return pem === undefined ? request : { ...request, certificateAuthority: pem }
    },
  }
}

/** A reply on its way back: the same object, which is not read here again, since to copy one takes as long as to send it. */
export function withoutRequest(reply: ProbeReply): CrossingReply {
  const crossing: Omit<ProbeReply, 'request'> & { request: ProbeRequest | undefined } = reply
  crossing.request = undefined
  return crossing as CrossingReply
}

/** The reply that came back, with the request that it answers. */
export function withRequest(reply: CrossingReply, request: ProbeRequest): ProbeReply {
  const whole: Omit<CrossingReply, 'request'> & { request?: ProbeRequest } = reply as CrossingReply &
    ProbeReply
  whole.request = request
  return whole as ProbeReply
}
