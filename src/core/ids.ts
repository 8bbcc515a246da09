import { randomBytes } from 'node:crypto'

/** `2026-11-23T154200-k3f9`: sorts by time, safe as a file name, unlikely to collide. */
export function newRunId(wallMs: number): string {
  const stamp = new Date(wallMs).toISOString().slice(0, 19).replaceAll(':', '')
  return `${stamp}-${randomName(4)}`
}

/** An unguessable value that a function must echo, so a cached or foreign reply is noticed. */
export function newNonce(): string {
  return randomBytes(9).toString('base64url')
}

/** Lower-case letters and digits, legal in every provider's resource names. */
export function randomName(length: number): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}
