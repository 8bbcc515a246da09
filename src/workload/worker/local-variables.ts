import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { readTextFile } from '../../core/text-file.ts'
import { findWranglerFile } from './wrangler-file.ts'

/**
 * The files beside a wrangler file that give a Worker variables in local runs, the last one's counting: `.dev.vars`, or
 * where that is missing `.env` and `.env.local`. They are for secrets, and go nowhere else.
 * @param wranglerPath undefined where there is none, and nothing is read
 * @returns their names
 * @see https://developers.cloudflare.com/workers/configuration/secrets/#local-development-with-secrets
 */
export function localFilesOf(wranglerPath: string | undefined): readonly string[] {
  if (wranglerPath === undefined) return []
  const has = (name: string) => existsSync(join(dirname(wranglerPath), name))
  return has('.dev.vars') ? ['.dev.vars'] : ['.env', '.env.local'].filter(has)
}

/**
 * The variables that a Worker of the local engine has beyond those of its wrangler file.
 * @param file of the Worker, absolute
 * @throws ColdstartError `not-a-file`; the system's error
 */
export async function readLocalVariables(file: string): Promise<Readonly<Record<string, string>>> {
  const wranglerPath = findWranglerFile(dirname(file))
  if (wranglerPath === undefined) return {}
  const paths = localFilesOf(wranglerPath).map((name) => join(dirname(wranglerPath), name))
  const texts = await Promise.all(paths.map((path) => readTextFile(path)))
  return Object.assign({}, ...texts.map((text) => parseEnv(text)))
}
