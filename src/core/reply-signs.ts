import type { ProbeError, ProbeReply } from './probe-request.ts'

/** What a platform or an edge answered in place of the function. */
export interface Wall {
  /** Reads after the platform's name: `'s login wall`, ` Access`. */
  readonly what: string
  /** The function was kept from answering by a login, which its owner can lift. */
  readonly isLogin?: true
  /** The words that prove it, for the message; undefined where this wall did not answer. */
  readonly read: (reply: ProbeReply) => string | undefined
}

/** How the replies of one platform, or of an edge in front of it, are told from the function's own. Plain data. */
export interface ReplySigns {
  /** As a reader knows it: `Vercel`, `Cloudflare`. */
  readonly platform: string
  readonly walls?: readonly Wall[]
  /** Headers in which the platform's own cache says that it answered. */
  readonly caches?: readonly { readonly header: string; readonly hit: RegExp }[]
  /** The platform's caches by their names in `Cache-Status`: what is nearer to the origin was written by the function. */
  readonly cacheNames?: RegExp
  /** The platform's own word for a failed invocation, where its status alone says too little. */
  readonly readError?: (reply: ProbeReply) => ProbeError | undefined
  /** True where a 202 without a body is this function's normal answer. */
  readonly isBackground?: (reply: ProbeReply) => boolean
  /** The platform's headers about one request, kept with the sample as they came. */
  readonly kept?: readonly string[]
  /** What those headers, or the address, mean. */
  readonly readFacts?: (reply: ProbeReply) => EdgeFacts
}

/** What a platform says about one request: its id, the point of presence that took it, the region that ran it. */
export type EdgeFacts = { readonly [Key in 'requestId' | 'edge' | 'region']?: string | undefined }
