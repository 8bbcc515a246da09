import { match } from 'path-to-regexp'
import type { FunctionRoutes, RouteCondition, RouteRule } from '../../workload/workload-description.ts'
import { splitPath } from './front-request.ts'

/** What a request is routed by, beside its path. */
export interface RoutedRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

const PLAIN: RoutedRequest = { method: 'GET', headers: {} }

/**
 * What a function on Vercel sees of a path: rewrites and routes of vercel.json and dynamic parts (`[id]`) become its
 * query, the path stays as it was asked.
 * https://vercel.com/docs/rewrites, https://vercel.com/docs/functions/runtimes#dynamic-routes
 * @param path with its query
 */
export function vercelPath(path: string, routes: FunctionRoutes, asked: RoutedRequest = PLAIN): string {
  const { paths = [], rewrites = [], oldRoutes = [] } = routes
  const { rawPath: bare, rawQuery: query } = splitPath(path)
  const own = paths[0]
  if (own === undefined || bare === own) return path
  const direct = vercelParams(own, bare)
  if (direct) return join(bare, query, direct)
  const rules = [
    ...oldRoutes.map((rule) => ({ rule, params: oldParams(rule.source, bare) })),
    ...rewrites.map((rule) => ({ rule, params: paramsOf(rule.source, bare) })),
  ]
  for (const { rule, params } of rules) {
    if (!params || !isMeant(rule, asked, query)) continue
    const named = Object.entries(params)
    const { rawPath: to, rawQuery: more } = splitPath(named.reduce(fill, rule.destination))
    const inside = vercelParams(
      own,
      `/${to.replace(/^\//, '')}`.replace(/\.[cm]?[jt]s$/, '').replace(/\/index$/, ''),
    )
    if (!inside) continue
    const unused = rewrites.includes(rule)
      ? named.filter(([name]) => !/^\d+$/.test(name) && !rule.destination.includes(`:${name}`))
      : []
    return join(bare, query, {
      ...Object.fromEntries(new URLSearchParams(more)),
      ...Object.fromEntries(unused),
      ...inside,
    })
  }
  return path
}

type Params = Record<string, string | string[]>

function paramsOf(source: string, path: string): Params | undefined {
  const found = match(source)(path)
  return found ? (found.params as Params) : undefined
}

/** By place and by name, as a destination has them: `$1`, `$slug`. */
function oldParams(source: string, path: string): Params | undefined {
  const found = new RegExp(`^${source.replace(/^\^|\$$/g, '')}$`).exec(path)
  if (!found) return undefined
  const places = found.slice(1).map((value, index) => [index, value ?? ''] as const)
  return { ...Object.fromEntries(places), ...found.groups }
}

/** Whether a rule is for a request of that method, with those headers, cookies and that query. */
function isMeant(
  { methods, has = [], missing = [] }: RouteRule,
  asked: RoutedRequest,
  query: string,
): boolean {
  const holds = (one: RouteCondition) => conditionHolds(one, asked, query)
  return (methods?.includes(asked.method) ?? true) && has.every(holds) && !missing.some(holds)
}

function conditionHolds(
  { type, key = '', value }: RouteCondition,
  { headers }: RoutedRequest,
  query: string,
) {
  const headerOf = (name: string) => [headers[name] ?? []].flat().join(', ')
  const cookies = new URLSearchParams(headerOf('cookie').replace(/;\s*/g, '&'))
  const found: Readonly<Record<string, string | null>> = {
    header: headers[key.toLowerCase()] === undefined ? null : headerOf(key.toLowerCase()),
    cookie: cookies.get(key),
    query: new URLSearchParams(query).get(key),
    host: headerOf('host'),
  }
  const text = found[type] ?? null
  if (text === null) return false
  return value === undefined || (typeof value === 'string' && new RegExp(`^${value}$`).test(text))
}

/** The values of `[id]` in a path of a function, or undefined where the path is not its own. */
function vercelParams(own: string, path: string): Params | undefined {
  const pattern = own
    .replace(/\/\[\[\.\.\.([\w-]+)\]\]/g, (_, name) => `/:${name}*`)
    .replace(/\[\.\.\.([\w-]+)\]/g, (_, name) => `:${name}+`)
    .replace(/\[([\w-]+)\]/g, (_, name) => `:${name}`)
  return paramsOf(pattern, path)
}

/** Puts a parameter into a destination: `:id`, `:path*`, `$1`, `$slug`. */
function fill(destination: string, [name, value]: readonly [string, string | string[]]): string {
  const text = [value].flat().join('/')
  return /^\d+$/.test(name)
    ? destination.replaceAll(`$${Number(name) + 1}`, text)
    : destination.replace(new RegExp(`:${name}[*+?]?|\\$${name}\\b`, 'g'), text)
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

/**
 * Why Netlify answers 404 in place of running a function: its `config` names other paths or methods.
 * @param path without a query
 * @returns a sentence, or undefined where it is the function's
 */
export function whyNotRouted(path: string, method: string, routes: FunctionRoutes): string | undefined {
  const { paths = [], methods = [], excluded = [] } = routes
  if (paths.length > 0 && netlifyRoute(path, { paths }) === undefined)
    return `Netlify brings ${paths.join(', ')} to this function (config.path), not ${path}`
  if (netlifyRoute(path, { paths: excluded }) !== undefined)
    return `config.excludedPath keeps ${path} from this function`
  if (methods.length > 0 && !methods.includes(method))
    return `Netlify brings ${methods.join(', ')} to this function (config.method), not ${method}; say --method ${methods[0]}`
  return undefined
}

/** A path that reaches a function which is not found by its name alone; dynamic parts are filled with their own names. */
export function usualPath({ paths = [] }: FunctionRoutes): string | undefined {
  return paths[0]
    ?.replace(/\[?\[(?:\.\.\.)?([\w-]+)\]\]?/g, '$1')
    .replace(/:(\w+)(?:\([^)]*\))?[*+?]?/g, '$1')
    .replaceAll('*', '')
}
