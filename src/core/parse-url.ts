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

/** The host of a URL, an IPv6 address without its brackets: as it is looked up and connected to. */
export function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}
