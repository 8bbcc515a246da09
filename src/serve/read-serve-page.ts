import { readFile } from 'node:fs/promises'
import { builtEntry } from '../core/built-entry.ts'
import { readVersion } from '../core/version.ts'
import { serveDocument } from './page-document.ts'

/** The page of `serve`, with the program that was built for it. */
export async function readServePage(): Promise<string> {
  const [program, version] = await Promise.all([
    readFile(builtEntry('serve/browser/main.js'), 'utf8'),
    readVersion(),
  ])
  return serveDocument(program, version)
}
