import { randomBytes } from 'node:crypto'

/** `2026-11-23T154200-k3f9`: sorts by time, safe as a file name, unlikely to collide. */
export function newRunId(wallMs: number): string {
  const stamp = new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '')
  return `${stamp}-${randomName(4)}`
}

const NONCE_BYTES = 9
/** Drawn for so many nonces at once: each draw costs as much as hundreds of bytes more. */
const NONCES_A_DRAW = 256
let drawn = Buffer.alloc(0)

/** An unguessable value that a function must echo, so a cached or foreign reply is noticed. */
export function newNonce(): string {
  if (drawn.length === 0) drawn = randomBytes(NONCE_BYTES * NONCES_A_DRAW)
  const nonce = drawn.toString('base64url', 0, NONCE_BYTES)
  drawn = drawn.subarray(NONCE_BYTES)
  return nonce
}

/** Lower-case letters and digits, legal in every provider's resource names. */
export function randomName(length: number): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}
