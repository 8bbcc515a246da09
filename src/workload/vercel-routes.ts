import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { FunctionRoutes } from './workload-description.ts'

type VercelJson = Pick<FunctionRoutes, 'rewrites'> & { readonly routes?: readonly OldRoute[] }

/** An entry of `routes`, which vercel.json has had from its second version on. */
interface OldRoute {
  readonly src?: string
  readonly dest?: string
  readonly methods?: readonly string[]
}

/**
 * Where Vercel finds a function: a file in `api/` at its path, without `index`; vercel.json's rewrites and routes.
 * https://vercel.com/docs/functions, https://vercel.com/docs/project-configuration
 * @param file absolute path of the function's file
 * @param root of the project, absolute
 * @throws ColdstartError `bad-project-file` for a vercel.json that is no JSON
 */
export async function readVercelRoutes(file: string, root: string): Promise<FunctionRoutes | undefined> {
  const place = posixRelative(root, file)
  const { rewrites, routes } = await readVercelJson(join(root, 'vercel.json'))
  const path = `/${place.replace(/\.([cm]?[jt]s|[jt]sx|py)$/, '').replace(/\/index$/, '')}`
  const paths = place.startsWith('api/') ? [path] : undefined
  const oldRoutes = routes?.flatMap(({ src, dest, methods }) =>
    src && dest ? [{ source: src, destination: dest, ...(methods && { methods }) }] : [],
  )
  if (!paths && !rewrites && !oldRoutes) return undefined
  return { ...(paths && { paths }), ...(rewrites && { rewrites }), ...(oldRoutes && { oldRoutes }) }
}

async function readVercelJson(path: string): Promise<VercelJson> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return {}
  try {
    return Object(JSON.parse(text)) as VercelJson
  } catch (cause) {
    throw new ColdstartError('bad-project-file', { path, platform: 'Vercel', reason: messageOf(cause) })
  }
}
