import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import { dist, filesBelow, root } from './paths.mjs'

const ENTRIES = ['index.d.ts', 'stats/index.d.ts']

/** Writes the type declarations that the two public entries reach, and no others. */
export async function writeDeclarations() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root })
  } catch (error) {
    throw new Error(`tsc: ${error.stdout}`)
  }
  const reached = new Set()
  for (const entry of ENTRIES) follow(entry, reached)
  for (const file of filesBelow(dist))
    if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(join(dist, file))
}

function follow(file, reached) {
  if (reached.has(file)) return
  reached.add(file)
  const text = readFileSync(join(dist, file), 'utf8')
  for (const [, specifier] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
    follow(posix.join(posix.dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')), reached)
  }
}
