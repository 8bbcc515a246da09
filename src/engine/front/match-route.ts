import { match } from 'path-to-regexp'
import type { FunctionRoutes } from '../../workload/workload-description.ts'

/**
 * What a function on Vercel sees of a path: rewrites of vercel.json and dynamic parts (`[id]`) become its query, the
 * path stays as it was asked.
 * https://vercel.com/docs/rewrites, https://vercel.com/docs/functions/runtimes#dynamic-routes
 * @param path with its query
 */
export function vercelPath(path: string, { paths = [], rewrites = [] }: FunctionRoutes): string {
  const [bare = '/', query = ''] = path.split('?', 2)
  const own = paths[0]
  if (own === undefined || bare === own) return path
  const direct = vercelParams(own, bare)
  if (direct) return join(bare, query, direct)
  for (const { source, destination } of rewrites) {
    const found = match(source)(bare)
    if (!found) continue
    const params = Object.entries(found.params as Record<string, string | string[]>)
    const [to = '/', more = ''] = params.reduce(fill, destination).split('?', 2)
    const inside = vercelParams(own, to.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, ''))
    if (!inside) continue
    const unused = params.filter(([name]) => !/^\d+$/.test(name) && !destination.includes(`:${name}`))
    return join(bare, query, {
      ...Object.fromEntries(new URLSearchParams(more)),
      ...Object.fromEntries(unused),
      ...inside,
    })
  }
  return path
}

/** The values of `[id]` in a path of a function, or undefined where the path is not its own. */
function vercelParams(own: string, path: string): Record<string, string | string[]> | undefined {
  const pattern = own.replace(/\[\.\.\.(\w+)\]/g, ':$1+').replace(/\[([\w-]+)\]/g, (_, name) => `:${name}`)
  const found = match(pattern)(path)
  return found ? (found.params as Record<string, string | string[]>) : undefined
}

/** Puts a parameter into a rewrite's destination: `:id`, `:path*`, `$1`. */
function fill(destination: string, [name, value]: readonly [string, string | string[]]): string {
  const text = [value].flat().join('/')
  return /^\d+$/.test(name)
    ? destination.replaceAll(`$${Number(name) + 1}`, text)
    : destination.replace(new RegExp(`:${name}[*+?]?`, 'g'), text)
}

function join(path: string, query: string, params: Readonly<Record<string, string | string[]>>): string {
  const all = new URLSearchParams(query)
  for (const [name, value] of Object.entries(params)) for (const one of [value].flat()) all.append(name, one)
  return all.size > 0 ? `${path}?${all}` : path
}

/**
 * The pattern of a Netlify function that a path matches; its bootstrap reads the parameters by it.
 * @param path without a query
 */
export function netlifyRoute(path: string, { paths = [] }: FunctionRoutes): string | undefined {
  return paths.find((pattern) => match(pattern.replaceAll('*', '(.*)'))(path))
}

/** A path that reaches a function which is not found by its name alone; dynamic parts are filled with their own names. */
export function usualPath({ paths = [] }: FunctionRoutes): string | undefined {
  return paths[0]
    ?.replace(/\[(?:\.\.\.)?([\w-]+)\]/g, '$1')
    .replace(/:(\w+)(?:\([^)]*\))?[*+?]?/g, '$1')
    .replaceAll('*', '')
}
