import { pathToRegexp } from 'path-to-regexp'
import type { DeploySpec } from '../provider.ts'
import type { NetlifyCode } from './function-zip.ts'

/** A route of a function, as `functions_config` has it. */
export interface FunctionRoute {
  readonly pattern: string
  readonly literal?: string
  readonly expression?: string
  readonly methods: readonly string[]
}

/** A function answers at its name's path, unless it has paths of its own, or the user asks for another. */
export function routesWanted(
  { workload: { request } }: DeploySpec,
  { workload: { routes } }: NetlifyCode,
): readonly FunctionRoute[] | undefined {
  if (routes?.paths && routes.paths.length > 0) return routesFor(routes.paths)
  const asked = request?.path?.split('?', 1)[0]
  if (asked === undefined || FUNCTION_PATH.test(asked)) return undefined
  return [{ pattern: asked, literal: asked, methods: [] }]
}

/** The usual path of any function, by its name. */
export const FUNCTION_PATH = /^\/\.netlify\/functions\/[^/?]+/

/**
 * What Netlify's packager makes of `config.path` (zip-it-and-ship-it, utils/routes): a literal, or a regular expression
 * that takes a slash at the end too.
 */
export function routesFor(paths: readonly string[]): FunctionRoute[] {
  return paths.map((pattern) => {
    if (!/[*:{[(]/.test(pattern)) return { pattern, literal: pattern, methods: [] }
    // A star by itself is any text in URLPattern, and after a name or a group it repeats that.
    const source = pattern.replace(/(^|\/[^/:()]*)\*/g, '$1(.*)')
    const { source: expression } = pathToRegexp(source, [], { strict: true, delimiter: '/' })
    return { pattern, expression: `${expression.slice(0, -1)}\\/?$`, methods: [] }
  })
}
