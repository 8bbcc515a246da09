import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../src/core/built-entry.ts'
import { coldSample, runFileOf, waitsOf } from './run-file.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The package, with its dist. */
export const root = packageFolder()
const trace = new URL('./trace-loads.mjs', import.meta.url).href

const PACKAGE = /node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)(?!.*node_modules)/

/** What a plain Node process loads. */
export interface Loads {
  /** As files of their own, or out of our chunks, where the bundler names them. */
  readonly packages: string[]
  readonly status: number | null
}

/** Packages that a plain Node process loads. */
export function loadsOf(args: readonly string[], cwd: string): Loads {
  const { loaded, status } = traceLoads(args, cwd)
  const bundled = loaded
    .filter((url) => /dist[/\\]chunks[/\\]/.test(url))
    .flatMap((url) => readFileSync(new URL(url), 'utf8').match(/^\/\/(?:#region)? node_modules.*$/gm) ?? [])
  const packages = [...loaded, ...bundled].flatMap((line) => PACKAGE.exec(line)?.[1] ?? [])
  return { status, packages: [...new Set(packages)].sort() }
}

export interface LoadedFiles {
  /** Of dist/. */
  readonly own: string[]
  /** Of Node's own those that not every process has. */
  readonly builtIn: string[]
  /** In node_modules. */
  readonly ofPackages: string[]
}

/** The files that a plain Node process loads, each once. */
export function filesOf(args: readonly string[], cwd: string): LoadedFiles {
  const { loaded } = traceLoads(args, cwd)
  const own = loaded.flatMap((line) => /dist[/\\](.*\.(?:js|json))$/.exec(line)?.[1] ?? [])
  const builtIn = loaded.filter((line) => line.startsWith('node:'))
  const ofPackages = loaded.filter((line) => PACKAGE.test(line))
  const sorted = (files: readonly string[]) => [...new Set(files)].sort()
  return { own: sorted(own), builtIn: sorted(builtIn), ofPackages: sorted(ofPackages) }
}

function traceLoads(args: readonly string[], cwd: string): { loaded: string[]; status: number | null } {
  const log = join(temporaryFolder(), 'loads.txt')
  const env = { ...process.env, TRACE_LOADS: log }
  const { status } = spawnSync(process.execPath, ['--import', trace, ...args], { cwd, env })
  const loaded = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  return { loaded, status }
}

/** A folder with one recorded run, as this version writes it. */
export function recorded(): string {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'results'))
  const { header, samples, footer } = runFileOf(waitsOf(12).map((wait) => coldSample('lambda', wait)))
  const lines = [header, ...samples.map((sample) => ({ type: 'sample', sample })), footer]
  writeFileSync(join(cwd, 'results', RUN), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return cwd
}

export const RUN = '2026-11-23T154200-abcd.jsonl'
export const cli = join(root, 'bin', 'coldstart.js')
/** Packages that a table is drawn with. */
export const TABLE = [
  'ansi-regex',
  'chalk',
  'cli-table3',
  'emoji-regex',
  'is-fullwidth-code-point',
  'string-width',
  'strip-ansi',
]
