import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'

/** The texts of all `tsconfig*.json` that may say something of a module in a folder: one may extend another of any name. */
export async function readTsconfigs(folder: string): Promise<readonly string[]> {
  const read = foldersAbove(folder).map(async (one) => {
    const names = await readdir(one).catch(() => [])
    const wanted = names.filter((name) => /^tsconfig.*\.json$/.test(name)).sort()
    return Promise.all(wanted.map((name) => readFile(join(one, name), 'utf8').catch(() => '')))
  })
  return (await Promise.all(read)).flat()
}
