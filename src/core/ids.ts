import { randomBytes } from 'node:crypto'

/** `2026-11-23T154200-k3f9`: sorts by time, safe as a file name, unlikely to collide. */
export function newRunId(wallMs: number): string {
  const stamp = new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '')
  return `${stamp}-${randomName(4)}`
}

const NONCE_BYTES = 9
/** Drawn at once: each draw costs as much as hundreds of bytes more. */
const DRAWN_BYTES = 2304
let drawn = Buffer.alloc(0)

/** Random bytes that nobody else was given. */
function takeRandom(count: number): Buffer {
  if (count > DRAWN_BYTES) return randomBytes(count)
  if (drawn.length < count) drawn = randomBytes(DRAWN_BYTES)
  const taken = drawn.subarray(0, count)
  drawn = drawn.subarray(count)
  return taken
}

/** An unguessable value that a function must echo, so a cached or foreign reply is noticed. */
export function newNonce(): string {
  return takeRandom(NONCE_BYTES).toString('base64url')
}

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Lower-case letters and digits, legal in every provider's resource names. */
export function randomName(length: number): string {
  let name = ''
  for (const byte of takeRandom(length)) name += ALPHABET[byte % ALPHABET.length]
  return name
}
