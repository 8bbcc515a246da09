import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ModuleFacts } from '../module-facts.ts'
import { type ModulePlace, slashed } from '../place-module.ts'

/** What was installed together: what pip calls a distribution. */
interface Distribution {
  readonly name: string
  readonly version: string
}

/** What the files of a Python installation say of modules. */
export interface PythonFacts {
  readonly facts: ModuleFacts
  place(url: string): ModulePlace
}

/**
 * Reads which distribution the modules in the folders are of.
 * Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 * @param root the function's package; what is of no distribution in it is its own
 * @param path folders that Python looks for modules in
 */
export async function openPythonFacts(root: string, path: readonly string[]): Promise<PythonFacts> {
  const known = new Map<string, Distribution>()
  const own = slashed(root)
  const folders = path.map(slashed).sort((a, b) => b.length - a.length)
  for (const folder of folders)
    for (const [top, found] of await distributionsIn(folder)) known.set(`${folder}/${top}`, found)
  const place = (url: string): ModulePlace => {
    if (!url.startsWith('file:')) return { name: url.replace('python:', ''), kind: 'builtin' }
    const file = slashed(fileURLToPath(url))
    const inside = folders.find((folder) => file.startsWith(`${folder}/`)) ?? own
    const name = file.slice(inside.length + 1)
    const top = `${inside}/${topOf(name)}`
    const found = known.get(top)
    if (!found && inside === own) return { name: `./${name}`, kind: 'own', file }
    return { name, kind: 'package', package: found?.name ?? topOf(name), folder: top, file }
  }
  return {
    place,
    facts: {
      versionOf: async (folder) => known.get(folder)?.version,
      bytesOf: ({ file }) => bytesOf(file),
      // Where an import stands, Python says itself.
      placeOf: async ({ name, kind }, line) => ({
        file: kind === 'own' ? name.replace(/^\.\//, '') : name,
        ...(line !== undefined && { line: Number(line) }),
      }),
    },
  }
}

async function bytesOf(file: string | undefined): Promise<number | undefined> {
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined)
  return found?.isFile() ? found.size : undefined
}

/** `requests` of `requests/api.py`, `six` of `six.py`. */
function topOf(name: string): string {
  const [first = name] = name.split('/')
  return first.replace(/\..*$/, '')
}

/** By the name of each top-level module or package. */
async function distributionsIn(folder: string): Promise<[string, Distribution][]> {
  const infos = (await readdir(folder).catch(() => [])).filter((one) => one.endsWith('.dist-info'))
  const found = await Promise.all(
    infos.map(async (info) => {
      const read = (file: string) => readFile(join(folder, info, file), 'utf8').catch(() => '')
      const [metadata, record] = await Promise.all([read('METADATA'), read('RECORD')])
      const field = (key: string) => new RegExp(`^${key}: (.+)$`, 'm').exec(metadata)?.[1]?.trim()
      const [stem = ''] = info.split('-')
      const one = { name: field('Name') ?? stem, version: field('Version') ?? '' }
      const tops = new Set(record.split('\n').map((line) => topOf(line.split(',')[0] ?? '')))
      return [...tops, stem].map((top): [string, Distribution] => [top, one])
    }),
  )
  return found.flat()
}
