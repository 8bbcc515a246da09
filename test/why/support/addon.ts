import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A native addon for any Node of this platform, out of the packages that are installed; undefined where none is. */
export function findAddon(): Uint8Array | undefined {
  try {
    const name = `@msgpackr-extract/msgpackr-extract-${process.platform}-${process.arch}/package.json`
    const folder = dirname(createRequire(import.meta.url).resolve(name))
    const found = readdirSync(folder).find((file) => file.includes('.napi.'))
    return found === undefined ? undefined : readFileSync(join(folder, found))
  } catch {
    return undefined
  }
}
