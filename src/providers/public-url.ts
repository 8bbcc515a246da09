import type { ProviderContext } from './provider.ts'

/**
 * The address of a deployed function. A test puts its own server in the platform's place with a base URL
 * such as `http://127.0.0.1:4000/{host}` under the platform's domain.
 * @param domain `vercel.app` or `netlify.app`
 * @param host without scheme
 * @param path begins with a slash
 */
export function publicUrl(domain: string, host: string, path: string, context: ProviderContext): string {
  const standIn = context.baseUrls[domain]
  return standIn ? standIn.replace('{host}', host) + path : `https://${host}${path}`
}

/** The same address with another path, query dropped. */
export function siblingUrl(url: string, functionPath: string, path: string): string {
  return (rootOf(url, functionPath) ?? new URL(url).origin) + path
}

/** What stands before a function's path in its address, without a slash at the end; undefined where it ends otherwise. */
export function rootOf(url: string, functionPath: string): string | undefined {
  const bare = url.split('?')[0] ?? url
  return bare.endsWith(functionPath) ? bare.slice(0, bare.length - functionPath.length) : undefined
}
