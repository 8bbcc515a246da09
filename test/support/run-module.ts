import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
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
