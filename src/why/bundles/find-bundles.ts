import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { posixRelative } from '../../core/posix-path.ts'
import { listPackage } from '../../workload/list-package.ts'
import { reachFrom } from '../../workload/reached-files.ts'
import type { WorkloadDescription } from '../../workload/workload-description.ts'
import type { Bundle, BundledModule } from './bundle.ts'
import { nameSource } from './name-source.ts'
import { findSourceMap, readSourceMap } from './read-source-map.ts'
import { bytesBySource, divideText, type TextRun } from './text-runs.ts'

/** What was found of a function's own files with source maps. */
export interface FoundBundles {
  readonly bundles: readonly Bundle[]
  /** Files whose map is there and cannot be read. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * Finds the function's own files that were made of several modules, by their source maps: what the entry reaches, and
 * what has a map beside it. A file that was made of one module is no bundle.
 */
export async function findBundles(workload: WorkloadDescription): Promise<FoundBundles> {
  const { root, generated = [] } = workload
  const made = new Map(generated.map(({ path, text }) => [path, text]))
  const bundles: Bundle[] = []
  const unreadable: { path: string; reason: string }[] = []
  for (const path of await candidates(workload)) {
    const file = join(root, path)
    const text = made.get(path) ?? (await readFile(file, 'utf8').catch(() => undefined))
    if (text === undefined) continue
    const beside = made.get(`${path}.map`)
    const map =
      beside === undefined ? await findSourceMap(file, text) : { json: beside, folder: join(file, '..') }
    if (map === undefined) continue
    try {
      const bundle = readBundle({ path, text, map, root })
      if (bundle) bundles.push(bundle)
    } catch (error) {
      unreadable.push({ path, reason: (error as Error).message })
    }
  }
  return { bundles, unreadable }
}

async function candidates(workload: WorkloadDescription): Promise<string[]> {
  const { root, entry, generated = [] } = workload
  const { files } = await listPackage(workload)
  const all = new Set(files)
  const mapped = files.filter((path) => /\.[cm]?js$/.test(path) && all.has(`${path}.map`))
  const reached = (await reachFrom(join(root, entry))).map((path) => posixRelative(root, path))
  const made = generated.map(({ path }) => path).filter((path) => !path.endsWith('.map'))
  return [...new Set([...made, ...reached, ...mapped])].filter((path) => /\.[cm]?js$/.test(path))
}

/** @returns undefined for what was made of less than two modules */
function readBundle({
  path,
  text,
  map,
  root,
}: Pick<Bundle, 'path' | 'text' | 'map'> & { readonly root: string }): Bundle | undefined {
  const facts = readSourceMap(map.json)
  if (facts.sources.length < 2) return undefined
  const modules: BundledModule[] = []
  const places = new Map<string, number>()
  const indexes = facts.sources.map((source, at) => {
    const place = nameSource(source, map.folder, root)
    if (place === undefined) return undefined
    // webpack has a module once for itself and once for what it exports.
    const key = `${place.folder ?? ''} ${place.name}`
    const known = places.get(key)
    if (known !== undefined) return known
    const content = facts.contents[at]
    const index = modules.push({ ...place, bytes: 0, ...(content !== undefined && { content }) }) - 1
    places.set(key, index)
    return index
  })
  const runs = divideText(text, facts.segments).map(({ from, to, source }): TextRun => {
    const index = source === undefined ? undefined : indexes[source]
    return { from, to, ...(index !== undefined && { source: index }) }
  })
  const bytes = bytesBySource(text, runs)
  const sized = modules.map((module, at) => ({ ...module, bytes: bytes.get(at) ?? 0 }))
  if (sized.filter((module) => module.bytes > 0).length < 2) return undefined
  return { name: `./${path}`, path, text, map, modules: sized, runs, otherBytes: bytes.get(undefined) ?? 0 }
}
