let last: { readonly text: string; readonly url: URL } | undefined

/**
 * The address as a URL, which nobody may change: one request is read for its address in several places, and the one that
 * was read last is remembered.
 * @throws TypeError for what is none
 */
export function parseUrl(text: string): URL {
  if (last?.text !== text) last = { text, url: new URL(text) }
  return last.url
}
