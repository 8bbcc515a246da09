import { pathToRegexp } from 'path-to-regexp'
import { splitOnce } from '../../core/split-once.ts'
import { usualPath } from '../../engine/front/match-route.ts'
import type { FunctionRoutes } from '../../workload/workload-description.ts'

/** Request header that says which of several copies of a function is meant, where a path cannot. */
export const COPY_HEADER = 'x-coldstart-copy'

/** An entry of `rewrites` in vercel.json. */
export interface Rewrite {
  readonly source: string
  readonly has: readonly [{ readonly type: 'header'; readonly key: string; readonly value: string }]
  readonly destination: string
}

/**
 * Brings the user's own paths to every copy of his function: its dynamic route (`/api/users/[id]`), the rewrites of his
 * vercel.json that lead to it, and, as on the local engine, any other path. Its parameters become the query, and the
 * function sees the path as it was asked.
 * @param names of the copies, as `api/<name>`
 */
export function rewritesTo(
  names: readonly string[],
  { paths = [], rewrites = [] }: FunctionRoutes,
): Rewrite[] {
  const own = paths[0]
  const from = own === undefined ? [] : [own, ...rewrites.map(({ source }) => source)]
  const queries = own === undefined ? [] : [ownQuery(own), ...rewrites.map((one) => rewriteQuery(one, own))]
  const known = from.flatMap((source, index) => {
    const query = queries[index]
    return query === undefined ? [] : [{ source: asPattern(source), query }]
  })
  return names.flatMap((name) =>
    [...known, { source: '/:path*', query: '' }].map(({ source, query }) => ({
      source,
      has: [{ type: 'header', key: COPY_HEADER, value: name }] as const,
      destination: `/api/${name}${query}`,
    })),
  )
}

/** The path by which a function is reached that has one with parameters, each named after itself. */
export function ownPath(routes: FunctionRoutes): string | undefined {
  return routes.paths?.[0]?.includes('[') ? usualPath(routes) : undefined
}

/** The same as routes of the Build Output, which takes regular expressions. */
export function routesOf(rewrites: readonly Rewrite[]): readonly object[] {
  return rewrites.map(({ source, has, destination }) => {
    const keys: { name: string | number }[] = []
    const src = pathToRegexp(source, keys as never, { strict: true }).source
    const dest = keys.reduce(
      (text, { name }, index) => text.replaceAll(new RegExp(`:${name}\\b`, 'g'), `$${index + 1}`),
      destination,
    )
    return { src, has, dest }
  })
}

/** `/api/users/[id]` → `/api/users/:id`, `[...rest]` → `:rest+`, `[[...rest]]` → `:rest*`. */
function asPattern(path: string): string {
  return path
    .replace(/\[\[\.\.\.(\w+)\]\]/g, ':$1*')
    .replace(/\[\.\.\.(\w+)\]/g, ':$1+')
    .replace(/\[([\w-]+)\]/g, ':$1')
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\[(?:\.\.\.)?([\w-]+)\]|:(\w+)/g)].map(
    ([, bracketed, colon = '']) => bracketed ?? colon,
  )
}

function ownQuery(own: string): string {
  return queryOf(namesIn(own).map((name) => [name, `:${name}`]))
}

/** @returns undefined where the rewrite leads to another function */
function rewriteQuery(
  { source, destination }: { readonly source: string; readonly destination: string },
  own: string,
): string | undefined {
  const [path, search = ''] = splitOnce(destination, '?')
  const parts = path
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/\/index$/, '')
    .split('/')
  const wanted = own.split('/')
  if (parts.length !== wanted.length) return undefined
  const inside: [string, string][] = []
  for (const [index, part] of wanted.entries()) {
    const name = /^\[(?:\.\.\.)?([\w-]+)\]$/.exec(part.replace(/^\[(\[.*\])\]$/, '$1'))?.[1]
    if (name === undefined && part !== parts[index]) return undefined
    if (name !== undefined) inside.push([name, parts[index] ?? ''])
  }
  const unused = namesIn(source).filter((name) => !destination.includes(`:${name}`))
  const given = search === '' ? [] : search.split('&').map(pairOf)
  return queryOf([...given, ...unused.map((name): [string, string] => [name, `:${name}`]), ...inside])
}

function pairOf(text: string): [string, string] {
  const [name, value = ''] = splitOnce(text, '=')
  return [name, value]
}

function queryOf(pairs: readonly (readonly [string, string])[]): string {
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`
}
