import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import { WEB_METHODS } from '../workload/detect-form.ts'
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

interface Launcher {
  makeVercelLauncher(config: {
    entrypointPath: string
    bridgePath: string
    helpersPath: string
    sourcemapSupportPath: string
    shouldAddHelpers: boolean
  }): string
}

/**
 * Lays a function out with Vercel's own Lambda launcher (@vercel/node-bridge): launcher, bridge and helpers
 * beside it, and between launcher and function our entry, which also takes web handlers (`export function GET`).
 * @returns Lambda's handler string
 */
async function writeVercelEntry({ entry }: WorkloadDescription, folder: string): Promise<string> {
  const require = createRequire(import.meta.url)
  const bridge = dirname(require.resolve('@vercel/node-bridge/package.json'))
  await copyFile(join(bridge, 'bridge.js'), join(folder, '___vc_bridge.cjs'))
  await copyFile(join(bridge, 'helpers.js'), join(folder, '___vc_helpers.cjs'))
  const { makeVercelLauncher } = require('@vercel/node-bridge/launcher.js') as Launcher
  const launcher = makeVercelLauncher({
    entrypointPath: './___vc_entry.mjs',
    bridgePath: './___vc_bridge.cjs',
    helpersPath: './___vc_helpers.cjs',
    sourcemapSupportPath: '',
    shouldAddHelpers: true,
  })
  await writeFile(join(folder, '___vc_launcher.cjs'), launcher)
  await copyFile(builtEntry('engine/runtime/vercel-web.js'), join(folder, '___vc_web.mjs'))
  await writeFile(join(folder, '___vc_entry.mjs'), entrySource(`./${entry}`))
  return '___vc_launcher.launcher'
}

/** The choice Vercel's runtime makes: named HTTP methods (or `fetch`) are web handlers, else the default export. */
function entrySource(module: string): string {
  return `import * as user from ${JSON.stringify(module)}

const web = ${JSON.stringify(WEB_METHODS)}.some((name) => typeof (user[name] ?? user.default?.[name]) === 'function')
const listener = web ? (await import('./___vc_web.mjs')).toListener({ ...user.default, ...user }) : user.default
export default listener
`
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
