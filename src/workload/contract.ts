/** Whose invocation contract a function is written for. */
export const contracts = ['lambda', 'vercel', 'netlify', 'google'] as const
export type Contract = (typeof contracts)[number]

/**
 * The two shapes that a function may have under one contract. Vercel: `(req, res)` (node) or a web handler (web);
 * Netlify: a Lambda-compatible `handler` (v1) or `(request, context) => Response` (v2). Lambda and Google have one.
 */
export type ContractForm = 'node' | 'web' | 'v1' | 'v2'
