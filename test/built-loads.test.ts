import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { packageFolder } from '../src/core/built-entry.ts'
import { coldSample, runFileOf, waitsOf } from './support/run-file.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = packageFolder()
const trace = new URL('./support/trace-loads.mjs', import.meta.url).href

const PACKAGE = /node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)(?!.*node_modules)/

/** Packages that a plain Node process loads, as files of their own or out of our chunks, where the bundler names them. */
function loadsOf(args: readonly string[], cwd: string): { packages: string[]; status: number | null } {
  const log = join(temporaryFolder(), 'loads.txt')
  const env = { ...process.env, TRACE_LOADS: log }
  const { status } = spawnSync(process.execPath, ['--import', trace, ...args], { cwd, env })
  const loaded = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  const bundled = loaded
    .filter((url) => /dist[/\\]chunks[/\\]/.test(url))
    .flatMap((url) => readFileSync(new URL(url), 'utf8').match(/^\/\/(?:#region)? node_modules.*$/gm) ?? [])
  const packages = [...loaded, ...bundled].flatMap((line) => PACKAGE.exec(line)?.[1] ?? [])
  return { status, packages: [...new Set(packages)].sort() }
}

/** A folder with one recorded run, as this version writes it. */
function recorded(): string {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'results'))
  const { header, samples, footer } = runFileOf(waitsOf(12).map((wait) => coldSample('lambda', wait)))
  const lines = [header, ...samples.map((sample) => ({ type: 'sample', sample })), footer]
  writeFileSync(join(cwd, 'results', RUN), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return cwd
}

const RUN = '2026-11-23T154200-abcd.jsonl'
const cli = join(root, 'bin', 'coldstart.js')
const TABLE = [
  'ansi-regex',
  'chalk',
  'cli-table3',
  'emoji-regex',
  'is-fullwidth-code-point',
  'string-width',
  'strip-ansi',
]

describe('the built CLI starts with little:', () => {
  it.each([
    ['--help', 0, []],
    ['--version', 0, []],
    ['bnech', 2, []],
    ['bench --help', 0, []],
    ['bench --colt 3', 2, []],
    ['bench --cold', 2, ['commander']],
    ['runs', 0, ['commander']],
    ['report latest --format json', 0, ['commander']],
    ['report latest', 0, ['commander', ...TABLE].sort()],
  ])('%s loads no package but what it shows with, and no schema', (words, expected, packages) => {
    const loads = loadsOf([cli, ...words.split(' ')], recorded())
    expect(loads).toEqual({ status: expected, packages })
  })

  it('a run file with a line that does not fit is still judged by zod', () => {
    const cwd = recorded()
    appendFileSync(join(cwd, 'results', RUN), '{"type":"x"}\n')
    const { status, packages } = loadsOf([cli, 'report'], cwd)
    expect(status).not.toBe(0)
    expect(packages).toContain('zod')
  })

  it('an SDK that is loaded is seen, though it is bundled', () => {
    const folder = join(root, 'dist', 'chunks')
    const names = readdirSync(folder)
    const chunk = names.find((name) =>
      readFileSync(join(folder, name), 'utf8').includes('// node_modules/@smithy/core'),
    )
    const script = `await import(${JSON.stringify(pathToFileURL(join(folder, `${chunk}`)).href)})`
    expect(loadsOf(['--input-type=module', '--eval', script], root).packages).toContain('@smithy/core')
  })
})

it('coldstart/stats loads no package at all', () => {
  const script = `import * as stats from 'coldstart/stats'; if (stats.median([1, 2, 3]) !== 2) process.exitCode = 1`
  const { status, packages } = loadsOf(['--input-type=module', '--eval', script], root)
  expect({ status, packages }).toEqual({ status: 0, packages: [] })
})
