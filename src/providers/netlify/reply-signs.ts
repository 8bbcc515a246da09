import { parseUrl } from '../../core/parse-url.ts'
import type { ReplySigns } from '../../core/reply-signs.ts'

/** How Netlify's own replies are told from the function's. */
export const netlifySigns: ReplySigns = {
  platform: 'Netlify',
  walls: [
    {
      what: "'s login wall",
      isLogin: true,
      read: ({ headers }) =>
        'netlify-site-protection-expires-in' in headers ||
        headers.location?.startsWith('https://app.netlify.com/')
          ? ''
          : undefined,
    },
  ],
  // Frameworks' own caches write before them, inside the function.
  cacheNames: /^Netlify\b/,
  // A name that ends so makes a background function, which is answered before it runs.
  isBackground: ({ request, headers }) =>
    /-background\/?$/.test(parseUrl(request.url).pathname) &&
    ('x-nf-request-id' in headers || request.url.includes('/.netlify/functions/')),
  kept: ['x-nf-request-id'],
  readFacts: ({ headers }) => ({ requestId: headers['x-nf-request-id'] }),
}
