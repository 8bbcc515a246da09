import { parseUrl } from '../../core/parse-url.ts'
import type { ReplySigns } from '../../core/reply-signs.ts'

/** What is said of a 401 or 403 of Google's front end. */
export const MAY_NOT_INVOKE = 'the caller may not invoke the function'

/** How the replies of Google's front end are told from the function's. */
export const googleSigns: ReplySigns = {
  platform: 'Google',
  walls: [
    {
      what: "'s Cloud Run",
      read: ({ status, headers, request, body }) => {
        const isOurs =
          GOOGLE_HOST.test(parseUrl(request.url).hostname) || /^Google Front/i.test(headers.server ?? '')
        const isRefusal =
          (status === 401 || status === 403) && (headers['content-type'] ?? '').startsWith('text/html')
        return isOurs && isRefusal && REFUSAL.test(textOf(body)) ? MAY_NOT_INVOKE : undefined
      },
    },
  ],
  kept: ['x-cloud-trace-context', 'function-execution-id'],
  readFacts: ({ headers, request }) => ({
    requestId: headers['function-execution-id'] ?? headers['x-cloud-trace-context']?.split(/[/;]/)[0],
    region: /^([a-z]+-[a-z]+\d+)-.*\.cloudfunctions\.net$/.exec(parseUrl(request.url).hostname)?.[1],
  }),
}

const GOOGLE_HOST = /\.(?:run\.app|cloudfunctions\.net)$/
/** A page of the function's own with such a status says something else. */
const REFUSAL = /Your client does not have permission|<title>\s*40[13] (?:Unauthorized|Forbidden)/i

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 2000))
}
