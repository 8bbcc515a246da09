import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** In a folder that is never committed: the hash of all that went into the last build and came out of it. */
const stamp = join(root, 'node_modules', '.cache', 'coldstart-build')

/**
 * Builds dist/ before the suite: worker threads and child processes run the built files. Left out where sources,
 * build, dependencies, Node and every file of dist/ are to the byte what they were after the last build.
 */
export function setup(): void {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfBuild()) return
  rmSync(stamp, { force: true })
  const before = hashOf(inputs)
  execFileSync(process.execPath, ['scripts/build.mjs', '--code'], { cwd: root, stdio: 'inherit' })
  // Somebody who writes during the build is built for again the next time.
  if (hashOf(inputs) !== before) return
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hashOfBuild())
}

const inputs = [
  'src',
  'scripts',
  'bin',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
]

function hashOfBuild(): string {
  return `${process.version} ${hashOf([...inputs, 'dist'])}`
}

/** Of files, and of those below folders, by their paths and bytes. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesAt)) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesAt(path: string): string[] {
  if (!existsSync(join(root, path))) return []
  if (/\.json$/.test(path)) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}
