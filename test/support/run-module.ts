import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageFolder } from '../../src/core/built-entry.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Runs a module in an empty folder where the package is installed. @returns what it printed */
export async function runModule(code: string): Promise<string> {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(packageFolder(), join(cwd, 'node_modules', 'coldstart'), 'junction')
  writeFileSync(join(cwd, 'example.mjs'), code)
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd })
  return stdout
}

/** The examples of README's “From code”: the library, then the statistics. */
export function readmeBlocks(): string[] {
  const section = readFileSync(join(packageFolder(), 'README.md'), 'utf8').split('## From code')[1] ?? ''
  return [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '')
}
