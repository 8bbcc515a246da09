/** Shorter strings are no secrets, and hiding them would hide words. */
const SHORTEST_SECRET = 6

/**
 * Hides every occurrence of the given secrets in a text, whole or URL-encoded.
 * @param secrets tokens and passwords known to the caller; empty and very short ones are ignored
 */
export function redact(text: string, secrets: Iterable<string | undefined>): string {
  let clean = text
  for (const secret of secrets) {
    if (!secret || secret.length < SHORTEST_SECRET) continue
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]')
  }
  return clean
}
