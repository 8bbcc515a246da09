/** Shorter strings are no secrets, and hiding them would hide words. */
const SHORTEST_SECRET = 6

/**
 * Hides every occurrence of the given secrets in a text, whole or URL-encoded.
 * @param secrets tokens and passwords known to the caller; empty and very short ones are ignored
 */
export function redact(text: string, secrets: Iterable<string | undefined>): string {
  let clean = text
  const known = [...secrets].filter((one) => typeof one === 'string').filter(isSecret)
  // The longest first: a secret inside another one would leave the rest of that one standing.
  for (const secret of known.sort((a, b) => b.length - a.length)) {
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]')
  }
  return clean
}

function isSecret(text: string): boolean {
  return text.length >= SHORTEST_SECRET
}
