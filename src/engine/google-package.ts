import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import type { FunctionOptions } from './engine-options.ts'

/**
 * Lays a function out to be served by the Functions Framework of the user's own installation.
 * @param resolveFrom folder that the framework is resolved from
 * @returns Lambda's handler string
 */
export async function writeGooglePackage(
  options: FunctionOptions,
  folder: string,
  resolveFrom: string,
): Promise<string> {
  await copyFile(builtEntry('engine/runtime/google-launcher.js'), join(folder, '___gcf_launch.mjs'))
  const require = createRequire(join(resolveFrom, 'noop.js'))
  const moduleUrl = (name: string) => JSON.stringify(pathToFileURL(require.resolve(name)).href)
  const lines = [
    "import { makeGoogleLauncher } from './___gcf_launch.mjs'",
    `import framework from ${moduleUrl('@google-cloud/functions-framework')}`,
    `import testing from ${moduleUrl('@google-cloud/functions-framework/testing')}`,
    `import * as user from ${JSON.stringify(`./${options.entry}`)}`,
    `const name = ${JSON.stringify(options.exportName)}`,
    'export const handler = await makeGoogleLauncher({ ...framework, ...testing }, user, name)',
  ]
  await writeFile(join(folder, '___gcf_entry.mjs'), `${lines.join('\n')}\n`)
  return '___gcf_entry.handler'
}
