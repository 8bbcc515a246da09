import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { belowHeld } from '../engine/arrange-view.ts'

/** Where a module of a trace belongs. */
export interface ModulePlace {
  /** `./src/store.mjs`, `lodash/lodash.js`, `node:http`: the same in every environment that it is loaded in. */
  readonly name: string
  readonly kind: 'package' | 'own' | 'builtin' | 'launcher' | 'runtime'
  /** Of a package: its name, and the folder that it is installed in. */
  readonly package?: string
  readonly folder?: string
  /** Absolute path of its file, where this machine has it: that of the function's own is in its package's folder. */
  readonly file?: string
}

const LONGEST_URL = 60

/** What is added to a function's package when it is deployed: src/engine/vendor-entry.ts. */
const LAUNCHER_FILE = /^___(?:vc|netlify|gcf)[_-]/

/**
 * Says what a module is by its URL.
 * @param taskRoot the package's folder in the environment that it was traced in
 * @param root the folder that the package was made of
 * @param runtime folder of the programs that run functions
 */
export function placeModule(
  url: string,
  { taskRoot, root, runtime }: { readonly taskRoot: string; readonly root: string; readonly runtime: string },
): ModulePlace {
  if (url.startsWith('node:')) return { name: url, kind: 'builtin' }
  if (!url.startsWith('file:')) return { name: shortUrl(url), kind: 'own' }
  const path = fileURLToPath(url.replace(/[?#].*$/, '')).replaceAll('\\', '/')
  const program = programOf(path, slashed(runtime))
  if (program !== undefined) return { name: program, kind: 'runtime' }
  const inside = path.startsWith(`${slashed(taskRoot)}/`) ? path.slice(taskRoot.length + 1) : undefined
  const found = packageOf(path)
  if (found) return { ...found, kind: 'package', file: path }
  if (inside === undefined) return { name: path, kind: 'own', file: path }
  const name = `./${inside}`
  if (LAUNCHER_FILE.test(inside)) return { name, kind: 'launcher', file: path }
  return { name, kind: 'own', file: `${slashed(root)}/${inside}` }
}

/** Which of the programs that run functions it is, also where coldstart lies in /tmp, which environments see elsewhere. */
function programOf(path: string, runtime: string): string | undefined {
  if (path.startsWith(`${runtime}/`)) return path.slice(runtime.length + 1)
  const held = belowHeld(path)
  return held !== undefined && runtime.endsWith(`/${dirname(held)}`) ? basename(held) : undefined
}

/** A module in a URL of its own (`data:text/javascript,…`), told apart from another one that begins like it. */
function shortUrl(url: string): string {
  if (url.length <= LONGEST_URL) return url
  return `${url.slice(0, LONGEST_URL)}… ${createHash('sha256').update(url).digest('hex').slice(0, 6)}`
}

/** By the last `node_modules` of its path, so that a nested copy is one of its own. */
function packageOf(path: string): { name: string; package: string; folder: string } | undefined {
  const found = /^(.*\/node_modules\/)((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(path)
  if (!found) return undefined
  const [, above = '', name = '', rest = ''] = found
  return { name: `${name}/${rest}`, package: name, folder: above + name }
}

/** A path with `/` between its parts, on Windows too, and none at its end. */
export function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/$/, '')
}
