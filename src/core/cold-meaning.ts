/**
 * What a cold start is where it is not the platform's own: Cloudflare starts Workers on the TLS handshake and sends
 * requests to isolates that are there, so nobody outside sees one of its cold starts for sure.
 * @param of whose cold start
 * @param means as the facts of a target say it
 * @returns a sentence without its article, since it may stand after a colon
 */
export function coldMeaning(of: string, means: string): string {
  return `cold start of ${of} means: ${means}. It is not Cloudflare's cold start.`
}
