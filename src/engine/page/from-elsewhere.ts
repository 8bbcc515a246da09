import type { IncomingMessage } from 'node:http'

/**
 * Whether a request comes by another name than this machine's own (a name that was made to point here, DNS rebinding)
 * or from a page of another site (cross-site request forgery). Programs other than browsers send neither Origin nor
 * Sec-Fetch-Site. A link from elsewhere may open the page itself: whoever made it knew the token.
 * @see https://fetch.spec.whatwg.org/#origin-header
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isFromElsewhere({ headers, url = '/' }: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host = '', origin, 'sec-fetch-site': site } = headers
  if (!hosts.includes(host.toLowerCase())) return true
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) return true
  const isPage = url === '/' || url.startsWith('/?')
  return !isPage && site !== undefined && site !== 'same-origin'
}
