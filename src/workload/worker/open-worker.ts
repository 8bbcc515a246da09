import { readFile } from 'node:fs/promises'
import { dirname, parse } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { posixRelative } from '../../core/posix-path.ts'
import { scanModule } from '../scan-module.ts'
import { openWorkload, type Workload } from '../workload.ts'
import type { GeneratedFile } from '../workload-description.ts'
import { bundleWorker } from './bundle-worker.ts'
import { localFilesOf } from './local-variables.ts'
import { workerSettings } from './worker-settings.ts'
import { findWranglerFile, readWranglerFile, type WranglerFile } from './wrangler-file.ts'

/** The one module that a Worker of several becomes. */
const BUNDLE = 'worker.mjs'

/**
 * A user's own Cloudflare Worker: the modules that make it, and what the project's wrangler file says of it.
 * @param file absolute path
 * @param root the package's folder, absolute
 * @throws ColdstartError `service-worker-syntax`, `not-a-worker`, `worker-bindings`, `worker-settings`, `bad-wrangler-file`,
 * `bundler-missing`, `not-transpiled`
 */
export async function openWorker(file: string, root: string): Promise<Workload> {
  const wranglerPath = findWranglerFile(dirname(file))
  const wrangler = wranglerPath === undefined ? undefined : await readWranglerFile(wranglerPath)
  if (wrangler) refuseUnheeded(wrangler)
  const source = await readFile(file, 'utf8')
  const place = posixRelative(root, file)
  const isPlain = /\.m?js$/.test(file) && (await standsAlone(source))
  const { text, map, modules } = isPlain
    ? { text: source, map: '', modules: [] }
    : await bundleWorker(file, root, BUNDLE, wrangler)
  await refuseOldForm(file, text)
  const generated: GeneratedFile[] = isPlain
    ? []
    : [{ path: BUNDLE, text }, { path: `${BUNDLE}.map`, text: map }, ...modules]
  return openWorkload({
    name: nameOf(file),
    contract: 'cloudflare',
    root,
    include: isPlain ? [place] : [],
    entry: isPlain ? place : BUNDLE,
    ...(!isPlain && { adapted: place, generated }),
    exportName: 'default',
    worker: workerSettings(wrangler, localFilesOf(wranglerPath)),
    variables: {},
    request: {},
  })
}

/** What would make another Worker of it than wrangler makes. */
function refuseUnheeded({ path, bindings, unheeded }: WranglerFile): void {
  if (bindings.length > 0) throw new ColdstartError('worker-bindings', { path, bindings })
  if (unheeded.length > 0) throw new ColdstartError('worker-settings', { path, settings: unheeded })
}

/** A module that imports nothing but what the runtime has needs no bundler. */
async function standsAlone(source: string): Promise<boolean> {
  const { imports, isEsm } = await scanModule(source)
  return isEsm && imports.every((name) => /^(?:cloudflare|node):/.test(name))
}

/** What workerd would refuse with words about something else. */
async function refuseOldForm(file: string, text: string): Promise<void> {
  const { exports, isEsm } = await scanModule(text)
  if (exports.includes('default')) return
  const isOld = !isEsm || exports.length === 0
  if (isOld && /\baddEventListener\s*\(\s*['"`](?:fetch|scheduled)['"`]/.test(text))
    throw new ColdstartError('service-worker-syntax', { path: file })
  throw new ColdstartError('not-a-worker', { path: file })
}

/** An index is called by its folder, and `src` by the one above it. */
function nameOf(file: string): string {
  const { name, dir } = parse(file)
  const folder = parse(dir).base === 'src' ? parse(parse(dir).dir).base : parse(dir).base
  return (name === 'index' ? folder || name : name).replace(/[^\w-]/g, '-')
}
