/** Shorter strings are no secrets, and hiding them would hide words. */
const SHORTEST_SECRET = 6
const HIDDEN = '[redacted]'

/** A signed token (RFC 7519) or what follows a scheme of authorisation, whoever it belongs to. */
const LOOKS_SECRET = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?<=\b(?:Bearer|Basic) )[\w.~+/=-]{16,}/g

/**
 * Hides every occurrence of the given secrets in a text, as they are and as they are written in URLs, JSON and base64;
 * and whatever looks like a signed token or an Authorization header, though nobody knew of it.
 * @param secrets tokens and passwords known to the caller; empty and very short ones are ignored
 */
export function redact(text: string, secrets: Iterable<string | undefined>): string {
  return redactor(secrets)(text)
}

/** The same in every text of a value. */
export function redactValue<Value>(value: Value, secrets: Iterable<string | undefined>): Value {
  return inEveryText(value, redactor(secrets))
}

/** The same for many texts: how a secret may be written is found out once. */
export function redactor(secrets: Iterable<string | undefined>): (text: string) => string {
  const known = [...secrets].filter((one) => typeof one === 'string').filter(isSecret)
  // The longest first: a secret inside another one would leave the rest of that one standing.
  const written = [...new Set(known.flatMap(spellings))].sort((a, b) => b.length - a.length)
  return (text) =>
    written.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text).replace(LOOKS_SECRET, HIDDEN)
}

/** What `clean` makes of every text in a value, keys included; other values are kept as they are. */
export function inEveryText<Value>(value: Value, clean: (text: string) => string): Value {
  if (typeof value === 'string') return clean(value) as Value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => inEveryText(item, clean)) as Value
  const entries = Object.entries(value).map(([key, item]) => [clean(key), inEveryText(item, clean)])
  return Object.fromEntries(entries) as Value
}

function isSecret(text: string): boolean {
  return text.length >= SHORTEST_SECRET
}

/** How a reply may quote it. Of base64, the part that does not depend on what stands around it. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
  const encoded = encodeURIComponent(bytes.toString())
  return [
    secret,
    encoded,
    encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
    ...(base64.length >= SHORTEST_SECRET ? [base64, base64.replace(/\+/g, '-').replace(/\//g, '_')] : []),
  ]
}
