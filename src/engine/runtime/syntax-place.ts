import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const IMPORTED = /(?:\bfrom|\bimport|\bimport\s*\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g

/**
 * Where a syntax error is. Node tells it of a module that is imported only when it ends the process, so this asks a
 * `node --check` for each of the user's modules, as they import each other, until one fails.
 * @param file absolute path of the module that was loaded
 * @returns `/path/to/file.mjs:2`, or undefined where it cannot be told
 */
export async function findSyntaxError(file: string): Promise<string | undefined> {
  const { spawnSync } = await import('node:child_process')
  const seen = new Set<string>()
  const visit = (path: string): string | undefined => {
    if (seen.has(path) || seen.size > 100) return undefined
    seen.add(path)
    const text = attempt(() => readFileSync(path, 'utf8'))
    if (text === undefined) return undefined
    const { stderr } = spawnSync(process.execPath, ['--check', path], {
      encoding: 'utf8',
      timeout: 5000,
      windowsHide: true,
    })
    const [, place] = /^(?:file:\/\/)?(\/.+:\d+)$|^([A-Za-z]:\\.+:\d+)$/m.exec(stderr ?? '') ?? []
    if (place !== undefined) return place
    for (const [, specifier = ''] of text.matchAll(IMPORTED)) {
      const found = visit(join(dirname(path), specifier))
      if (found !== undefined) return found
    }
    return undefined
  }
  return visit(file)
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
