/** More addresses than a run has targets; beyond it the memory begins anew. */
const MOST_KNOWN = 1000
const known = new Map<string, URL>()

/**
 * The parts of an address. A run asks few addresses and each of them many times, so what was parsed once is
 * remembered; nobody may change it.
 * @returns undefined for what is no http or https address
 */
export function parsedUrl(text: string): Readonly<URL> | undefined {
  const found = known.get(text)
  if (found) return found
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, url)
  return url
}
