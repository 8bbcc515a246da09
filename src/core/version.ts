import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from './built-entry.ts'

/** The version in package.json, the one place that says it. */
export async function readVersion(): Promise<string> {
  const manifest = await readFile(join(packageFolder(), 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
