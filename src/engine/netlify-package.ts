import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FunctionOptions } from './engine-options.ts'

/**
 * Lays a v2 function out as Netlify's own packager does: an entry point that hands the module to Netlify's
 * bootstrap, a single file out of @netlify/serverless-functions-api.
 * @returns Lambda's handler string
 */
export async function writeNetlifyPackage(options: FunctionOptions, folder: string): Promise<string> {
  const bootstrap = createRequire(import.meta.url).resolve('@netlify/serverless-functions-api/package.json')
  await copyFile(join(dirname(bootstrap), 'dist', 'index.js'), join(folder, '___netlify-bootstrap.mjs'))
  const lines = [
    "import * as bootstrap from './___netlify-bootstrap.mjs'",
    `export const handler = bootstrap.getLambdaHandler(${JSON.stringify(`./${options.entry}`)})`,
  ]
  await writeFile(join(folder, '___netlify-entry-point.mjs'), `${lines.join('\n')}\n`)
  return '___netlify-entry-point.handler'
}
