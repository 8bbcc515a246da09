import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'

/**
 * Adds what a platform adds when it deploys: Vercel's launcher, Netlify's bootstrap, Google's framework.
 * @param folder the package's root on disk
 * @param framework folder of Google's framework
 * @returns Lambda's handler string within the folder
 */
export async function writeVendorEntry(
  workload: WorkloadDescription,
  folder: string,
  framework: string | undefined,
): Promise<string> {
  if (workload.language === 'python' && workload.contract !== 'lambda')
    return writePythonEntry(workload, folder)
  if (workload.contract === 'google') return writeGoogleEntry(workload, folder, framework ?? folder)
  if (workload.contract === 'vercel') return writeVercelEntry(workload, folder)
  const isNetlify = workload.contract === 'netlify'
  if (isNetlify && workload.form !== 'v1') return writeNetlifyEntry(workload, folder)
  if (isNetlify && workload.trigger === 'background') return writeOldJobEntry(workload, folder)
  return handlerString(workload)
}

/** Lambda's: `api/hello.mjs` and `handler` → `api/hello.handler`; Java's names its class. */
export function handlerString({
  entry,
  exportName,
  language,
}: Pick<WorkloadDescription, 'entry' | 'exportName' | 'language'>): string {
  if (language === 'java') return exportName
  return `${entry.slice(0, entry.length - extname(entry).length)}.${exportName}`
}

/**
 * Lays a Python function out for Google's framework or Vercel's runtime, whichever is installed for its interpreter.
 * @returns Lambda's handler string
 */
async function writePythonEntry(
  { contract, entry, exportName }: WorkloadDescription,
  folder: string,
): Promise<string> {
  const copy = (from: string, to: string) =>
    copyFile(builtEntry(`engine/runtime/${from}.py`), join(folder, `${to}.py`))
  await copy('forward', '___coldstart_forward')
  await copy(`${contract}-launcher`, '___coldstart_launcher')
  const given = [entry, ...(contract === 'vercel' ? [exportName] : [])].map((one) => JSON.stringify(one))
  const lines = ['from ___coldstart_launcher import serve', '', `handler = serve(${given.join(', ')})`]
  await writeFile(join(folder, '___coldstart_served.py'), `${lines.join('\n')}\n`)
  return '___coldstart_served.handler'
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
async function writeNetlifyEntry({ entry, trigger }: WorkloadDescription, folder: string): Promise<string> {
  const bootstrap = createRequire(import.meta.url).resolve('@netlify/serverless-functions-api/package.json')
  await copyFile(join(dirname(bootstrap), 'dist', 'index.js'), join(folder, '___netlify-bootstrap.mjs'))
  const path = JSON.stringify(`./${entry}`)
  const isJob = trigger === 'background'
  if (isJob) await copyFile(builtEntry('engine/runtime/netlify-background.js'), join(folder, JOB_FILE))
  const lines = [
    "import * as bootstrap from './___netlify-bootstrap.mjs'",
    ...(isJob ? [`import { makeJob } from './${JOB_FILE}'`] : []),
    isJob
      ? `export const handler = makeJob(bootstrap.getLambdaHandler, () => import(${path}))`
      : `export const handler = bootstrap.getLambdaHandler(${path})`,
  ]
  await writeFile(join(folder, '___netlify-entry-point.mjs'), `${lines.join('\n')}\n`)
  return '___netlify-entry-point.handler'
}

const JOB_FILE = '___netlify-background.mjs'

/** Lays out a background function of the Lambda-compatible kind. */
async function writeOldJobEntry({ entry }: WorkloadDescription, folder: string): Promise<string> {
  await copyFile(builtEntry('engine/runtime/netlify-background.js'), join(folder, JOB_FILE))
  const lines = [
    `import * as user from ${JSON.stringify(`./${entry}`)}`,
    `import { makeOldJob } from './${JOB_FILE}'`,
    'export const handler = makeOldJob(user.handler ?? user.default.handler)',
  ]
  await writeFile(join(folder, '___netlify-entry-point.mjs'), `${lines.join('\n')}\n`)
  return '___netlify-entry-point.handler'
}

/**
 * Lays a function out to be served by the Functions Framework of the user's own installation.
 * @param framework its folder
 * @returns Lambda's handler string
 */
async function writeGoogleEntry(
  { entry, exportName }: WorkloadDescription,
  folder: string,
  framework: string,
): Promise<string> {
  await copyFile(builtEntry('engine/runtime/google-launcher.js'), join(folder, '___gcf_launch.mjs'))
  const require = createRequire(join(framework, 'noop.js'))
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
