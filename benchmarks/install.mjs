// What the packed tarball weighs once it is installed, and how long npx takes from an empty cache, beside the tarball of
// an earlier commit, whose cloud SDKs were ordinary dependencies.
//   node benchmarks/install.mjs [--rounds 3] [--beside 3c1d490]
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, beside: { type: 'string', default: '3c1d490' } },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'coldstart-install-'))
const isWindows = process.platform === 'win32'

function run(program, args, cwd, env = {}) {
  const stdio = ['ignore', 'pipe', 'pipe']
  return execFileSync(program, args, {
    cwd,
    stdio,
    encoding: 'utf8',
    shell: isWindows,
    env: { ...process.env, ...env },
  })
}

function pack(folder, ...flags) {
  const destination = mkdtempSync(join(scratch, 'tarball-'))
  run('npm', ['pack', '--silent', '--pack-destination', destination, ...flags], folder)
  return join(destination, readdirSync(destination)[0])
}

/** The tarball of an earlier commit, built with the packages that are installed here. */
function packCommit(commit) {
  const folder = join(scratch, commit)
  run('git', ['worktree', 'add', '--detach', folder, commit], root)
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], folder)
    return pack(folder, '--ignore-scripts')
  } finally {
    rmSync(join(folder, 'node_modules'), { force: true })
    run('git', ['worktree', 'remove', '--force', folder], root)
  }
}

function weigh(tarball) {
  const folder = mkdtempSync(join(scratch, 'installed-'))
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', tarball], folder)
  const { packages, ...sizes } = measureInstalled(folder)
  rmSync(folder, { recursive: true })
  return { packages: packages.length, ...sizes }
}

/** Bytes of files, not of blocks on a disk. */
function measureInstalled(folder) {
  const modules = join(folder, 'node_modules')
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const bytes = (below) =>
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => path.startsWith(below))
      .reduce((sum, path) => sum + statSync(path).size, 0)
  const packages = run('npm', ['ls', '--all', '--parseable'], folder).trim().split('\n').slice(1)
  const own = join(modules, 'coldstart')
  const ownFiles = files.filter((entry) => join(entry.parentPath, '/').startsWith(join(own, '/'))).length
  return { packages, bytes: bytes(modules), ownBytes: bytes(join(own, '/')), ownFiles }
}

/** @returns ms until `npx coldstart --version` has ended, with nothing in npm's cache */
function timeNpx(tarball) {
  const folder = mkdtempSync(join(scratch, 'npx-'))
  const cache = join(folder, 'cache')
  mkdirSync(cache)
  const start = performance.now()
  run('npm', ['exec', '--yes', `--package=${tarball}`, '--', 'coldstart', '--version'], folder, {
    npm_config_cache: cache,
  })
  const ms = performance.now() - start
  rmSync(folder, { recursive: true })
  return ms
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const megabytes = (bytes) => (bytes / 1e6).toFixed(1)

try {
  const tarballs = { now: pack(root), [options.beside]: packCommit(options.beside) }
  for (const [name, tarball] of Object.entries(tarballs)) {
    const { packages, bytes, ownBytes, ownFiles } = weigh(tarball)
    console.log(
      `${name.padEnd(8)} ${packages} packages, ${megabytes(bytes)} MB installed; the package itself ${megabytes(ownBytes)} MB in ${ownFiles} files, ${megabytes(statSync(tarball).size)} MB packed`,
    )
  }
  const times = Object.fromEntries(Object.keys(tarballs).map((name) => [name, []]))
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [name, tarball] of Object.entries(tarballs)) times[name].push(timeNpx(tarball))
  const [now, before] = Object.values(times).map(median)
  console.log(
    `npx coldstart --version from an empty cache: ${(now / 1000).toFixed(1)} s, before ${(before / 1000).toFixed(1)} s: ${(now / before).toFixed(2)} ×  goal ≤ 0.5; medians of ${options.rounds} interleaved rounds`,
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
