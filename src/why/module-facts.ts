import { readFile, stat } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { dirname, join } from 'node:path'
import type { ImportPlace } from '../core/load-report.ts'
import type { GeneratedFile } from '../workload/workload-description.ts'
import type { Bundle } from './bundles/bundle.ts'
import { nameSource } from './bundles/name-source.ts'
import { parseSourceMap } from './bundles/read-source-map.ts'
import { findPlaces, type TextPlace } from './find-import.ts'
import type { MergedModule } from './merge-traces.ts'

/** What the files on disk say of modules that were traced; each is read once. */
export interface ModuleFacts {
  /** Of the package in that folder, by its package.json. */
  versionOf(folder: string): Promise<string | undefined>
  /** Of a file that the trace has no size of. */
  bytesOf(module: MergedModule): Promise<number | undefined>
  /** Where a module asks for another one; a transpiled module's is in its source. */
  placeOf(importer: MergedModule, specifier: string | undefined): Promise<ImportPlace>
}

/**
 * @param root the function's package
 * @param generated modules of it that lie in no folder
 * @param bundles files of it that were made of others: what they ask for stands in those
 */
export function openModuleFacts(
  root: string,
  generated: readonly GeneratedFile[] = [],
  bundles: readonly Bundle[] = [],
): ModuleFacts {
  const made = new Map(generated.map(({ path, text }) => [join(root, path), text]))
  const sourceOf = openSources(root, made, bundles)
  const texts = new Map<string, Promise<string | undefined>>()
  const textOf = (path: string) => {
    const known = texts.get(path) ?? readText(path, made)
    texts.set(path, known)
    return known
  }
  const places = new Map<string, Promise<ReadonlyMap<string, TextPlace>>>()
  const placesIn = (path: string, text: string) => {
    const known = places.get(path) ?? findPlaces(text)
    places.set(path, known)
    return known
  }
  return {
    async versionOf(folder) {
      const text = await textOf(join(folder, 'package.json'))
      return text === undefined ? undefined : versionIn(text)
    },
    async bytesOf({ bytes, file }) {
      return bytes === undefined && file !== undefined ? sizeOf(file) : bytes
    },
    async placeOf({ file, name, kind }, specifier) {
      const shown = kind === 'own' ? name.replace(/^\.\//, '') : name
      const text = file === undefined ? undefined : await textOf(file)
      if (file === undefined || text === undefined || specifier === undefined) return { file: shown }
      const found = (await placesIn(file, text)).get(specifier)
      if (!found) return { file: shown }
      return sourceOf(file, found) ?? { file: shown, line: found.line }
    },
  }
}

/** Says where a place of a file stands in what the file was made of, by its source map; each map is opened once. */
function openSources(
  root: string,
  made: ReadonlyMap<string, string>,
  bundles: readonly Bundle[],
): (file: string, place: TextPlace) => ImportPlace | undefined {
  const bundled = new Map(bundles.map(({ path, map }) => [join(root, path), map]))
  const maps = new Map<string, OpenMap | undefined>()
  const mapOf = (path: string) => {
    const beside = made.get(`${path}.map`)
    const own = beside === undefined ? undefined : { json: beside, folder: dirname(path) }
    if (!maps.has(path)) maps.set(path, openMap(bundled.get(path) ?? own))
    return maps.get(path)
  }
  return (file, place) => {
    const map = mapOf(file)
    return map && mapped(map, place, root)
  }
}

async function readText(path: string, made: ReadonlyMap<string, string>): Promise<string | undefined> {
  return made.get(path) ?? (await readFile(path, 'utf8').catch(() => undefined))
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  )
}

function versionIn(manifest: string): string | undefined {
  try {
    const { version } = JSON.parse(manifest) as { version?: unknown }
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}

interface OpenMap {
  readonly map: SourceMap
  /** That its sources are meant from. */
  readonly folder: string
}

function openMap(found: Bundle['map'] | undefined): OpenMap | undefined {
  if (!found) return undefined
  const payload = parseSourceMap(found.json) as unknown as ConstructorParameters<typeof SourceMap>[0]
  return { map: new SourceMap(payload), folder: found.folder }
}

function mapped(
  { map, folder }: OpenMap,
  { line, column }: TextPlace,
  root: string,
): ImportPlace | undefined {
  const entry = map.findEntry(line - 1, column) as {
    originalSource?: string
    originalLine?: number
  }
  if (entry.originalSource === undefined || entry.originalLine === undefined) return undefined
  const place = nameSource(entry.originalSource, folder, root)
  return place && { file: place.name.replace(/^\.\//, ''), line: entry.originalLine + 1 }
}
