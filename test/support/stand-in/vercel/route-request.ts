import { routesOf } from '../../../../src/providers/vercel/routes.ts'
import type { Call } from '../stand-in.ts'
import type { VercelDeployment } from './cloud.ts'

interface OutputRoute {
  readonly src: string
  readonly has?: readonly { readonly type: string; readonly key: string; readonly value: string }[]
  readonly dest: string
}

interface FoundRoute {
  readonly route: OutputRoute
  readonly found: RegExpExecArray
}

/** The path whose function answers a call: its route's destination, or the path as it was asked. */
export function routedPath(one: VercelDeployment, call: Call): string {
  const found = routeFor(one, call)
  return found ? filled(found).pathname : call.path
}

/** The function sees the path as it was asked, and the parameters of its route in the query. */
export function withParameters(one: VercelDeployment, call: Call): Call {
  const found = routeFor(one, call)
  if (!found) return call
  return { ...call, query: new URLSearchParams([...call.query, ...filled(found).searchParams]) }
}

function routeFor(one: VercelDeployment, call: Call): FoundRoute | undefined {
  for (const { src, has = [], dest } of routesIn(one)) {
    if (src === undefined || dest === undefined) break
    if (!has.every(({ key, value }) => new RegExp(`^${value}$`).test(String(call.headers[key])))) continue
    const found = new RegExp(src).exec(call.path)
    if (found) return { route: { src, dest }, found }
  }
  return undefined
}

/** Routes before the file system: those of a prebuilt deployment, or what Vercel makes of the rewrites in vercel.json. */
function routesIn({ prebuilt, files }: VercelDeployment): readonly Partial<OutputRoute>[] {
  const read = (path: string) => JSON.parse(files.get(path)?.toString() ?? '{}')
  if (prebuilt) return read('.vercel/output/config.json').routes ?? []
  return routesOf(read('vercel.json').rewrites ?? []) as readonly OutputRoute[]
}

function filled({ route, found }: FoundRoute): URL {
  const path = route.dest.replace(/\$(\d+)/g, (_, index) => encodeURIComponent(found[Number(index)] ?? ''))
  return new URL(path, 'http://x')
}
