import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'

/**
 * Adds what a platform adds when it deploys: Vercel's launcher, Netlify's bootstrap, Google's framework.
 * @param folder the package's root on disk
 * @param resolveFrom folder that Google's framework is resolved from
 * @returns Lambda's handler string within the folder
 */
export async function writeVendorEntry(
  workload: WorkloadDescription,
  folder: string,
  resolveFrom: string,
): Promise<string> {
  if (workload.contract === 'google') return writeGoogleEntry(workload, folder, resolveFrom)
  if (workload.contract === 'vercel') return writeVercelEntry(workload, folder)
  if (workload.contract === 'netlify' && workload.form !== 'v1') return writeNetlifyEntry(workload, folder)
  return handlerString(workload)
}

/** `api/hello.mjs` and `handler` → `api/hello.handler`. */
function handlerString({ entry, exportName }: WorkloadDescription): string {
  return `${entry.slice(0, -extname(entry).length)}.${exportName}`
}

/**
 * Lays a function out as Vercel does: an HTTP server around it with the helpers of its own @vercel/node-bridge.
 * @returns Lambda's handler string
 */
async function writeVercelEntry({ entry }: WorkloadDescription, folder: string): Promise<string> {
  const require = createRequire(import.meta.url)
  await copyFile(require.resolve('@vercel/node-bridge/helpers.js'), join(folder, '___vc_helpers.cjs'))
  await copyFile(builtEntry('engine/runtime/vercel-launcher.js'), join(folder, '___vc_launcher.mjs'))
  const lines = [
    "import helpers from './___vc_helpers.cjs'",
    "import { makeVercelHandler } from './___vc_launcher.mjs'",
    `export const handler = await makeVercelHandler(() => import(${JSON.stringify(`./${entry}`)}), helpers)`,
  ]
  await writeFile(join(folder, '___vc_entry.mjs'), `${lines.join('\n')}\n`)
  return '___vc_entry.handler'
}

/**
 * Lays a v2 function out as Netlify's own packager does: an entry point that hands the module to Netlify's
 * bootstrap, a single file out of @netlify/serverless-functions-api.
 * @returns Lambda's handler string
 */
async function writeNetlifyEntry({ entry }: WorkloadDescription, folder: string): Promise<string> {
  const bootstrap = createRequire(import.meta.url).resolve('@netlify/serverless-functions-api/package.json')
  await copyFile(join(dirname(bootstrap), 'dist', 'index.js'), join(folder, '___netlify-bootstrap.mjs'))
  const lines = [
    "import * as bootstrap from './___netlify-bootstrap.mjs'",
    `export const handler = bootstrap.getLambdaHandler(${JSON.stringify(`./${entry}`)})`,
  ]
  await writeFile(join(folder, '___netlify-entry-point.mjs'), `${lines.join('\n')}\n`)
  return '___netlify-entry-point.handler'
}

/**
 * Lays a function out to be served by the Functions Framework of the user's own installation.
 * @param resolveFrom folder that the framework is resolved from
 * @returns Lambda's handler string
 */
async function writeGoogleEntry(
  { entry, exportName }: WorkloadDescription,
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
    `import * as user from ${JSON.stringify(`./${entry}`)}`,
    `const name = ${JSON.stringify(exportName)}`,
    'export const handler = await makeGoogleLauncher({ ...framework, ...testing }, user, name)',
  ]
  await writeFile(join(folder, '___gcf_entry.mjs'), `${lines.join('\n')}\n`)
  return '___gcf_entry.handler'
}
