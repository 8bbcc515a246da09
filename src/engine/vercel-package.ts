import { copyFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import type { FunctionOptions } from './engine-options.ts'

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
export async function writeVercelPackage(options: FunctionOptions, folder: string): Promise<string> {
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
  await writeFile(join(folder, '___vc_entry.mjs'), entrySource(`./${options.entry}`))
  return '___vc_launcher.launcher'
}

const WEB_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'fetch']

/** The choice Vercel's runtime makes: named HTTP methods (or `fetch`) are web handlers, else the default export. */
function entrySource(module: string): string {
  return `import * as user from ${JSON.stringify(module)}

const web = ${JSON.stringify(WEB_METHODS)}.some((name) => typeof (user[name] ?? user.default?.[name]) === 'function')
const listener = web ? (await import('./___vc_web.mjs')).toListener({ ...user.default, ...user }) : user.default
export default listener
`
}
