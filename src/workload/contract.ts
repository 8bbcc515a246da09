/** Whose invocation contract a function is written for. */
export const contracts = ['lambda', 'vercel', 'netlify', 'google', 'cloudflare'] as const
/** One of the contracts that a function may be written for. */
export type Contract = (typeof contracts)[number]

/**
 * The shapes that a function may have under one contract. Vercel: `(req, res)` (node), a web handler (web), or one for
 * its edge runtime (edge); Netlify: a Lambda-compatible `handler` (v1) or `(request, context) => Response` (v2);
 * Google: one that takes a CloudEvent (cloudevent), else an HTTP function. Lambda has one of its own. The standard
 * fetch handler (fetch) is a shape of Lambda and Google too, by an adapter; it is the only one of a Cloudflare Worker.
 */
export type ContractForm = 'node' | 'web' | 'edge' | 'v1' | 'v2' | 'cloudevent' | 'fetch'
