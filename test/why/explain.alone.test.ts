import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { LoadRow } from '../../src/core/load-report.ts'
import type { WhyReport } from '../../src/core/why-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type BurningModule, writeBurningPackage } from './support/burning-package.ts'
import { nodes } from './support/nodes.ts'

/** How far a share may be from the truth. */
const POINTS = 0.03
const run = promisify(execFile)
const bin = join(import.meta.dirname, '../../bin/coldstart.js')

async function explain(node: string, modules: Readonly<Record<string, BurningModule>>): Promise<WhyReport> {
  const folder = temporaryFolder()
  const file = await writeBurningPackage(folder, modules)
  const words = ['why', file, '--provider', 'lambda', '--cold', '7', '--format', 'json', '--no-what-if', '-q']
  const running = run(node, [bin, ...words], { cwd: folder, env: { PATH: process.env.PATH } })
  const { stdout } = await running
  const own = `coldstart-why-${running.child.pid}-`
  expect((await readdir('/var/tmp')).filter((name) => name.startsWith(own))).toEqual([])
  return JSON.parse(stdout) as WhyReport
}

/** A diamond (d), a cycle (e and f), a chain, one large source; what they burn is far enough apart that their order is known. */
const tree = (format: 'cjs' | 'esm', other: 'cjs' | 'esm' = format): Record<string, BurningModule> => ({
  handler: { format, burnMs: 6, imports: ['a', 'b', 'c'] },
  a: { format: other, burnMs: 60, imports: ['d'] },
  b: { format, burnMs: 25, imports: ['d', 'e'] },
  c: { format: other, burnMs: 100, padding: 200_000 },
  d: { format: other, burnMs: 40 },
  e: { format, burnMs: 12, imports: ['f'] },
  f: { format, burnMs: 3, imports: ['e'] },
})

const byClock = (modules: Readonly<Record<string, BurningModule>>): Record<string, BurningModule> =>
  Object.fromEntries(Object.entries(modules).map(([name, one]) => [name, { ...one, by: 'clock' }]))

const BY_TIME = ['c', 'a', 'd', 'b', 'e']
const row = ({ load }: WhyReport, name: string) => load.rows.find((one) => one.name === name) as LoadRow

function expectTruth(report: WhyReport, modules: Readonly<Record<string, BurningModule>>): void {
  const { rows, loadMs } = report.load
  const allMs = Object.values(modules).reduce((sum, { burnMs }) => sum + burnMs, 0)
  // Of what is evaluated: what else a load has, a machine makes longer that has other things to do.
  const foundOf = (name: string) =>
    rows.find((one) => one.name === name || one.name.startsWith(`./${name}.`))?.phases.evaluateMs ?? 0
  const evaluated = Object.keys(modules).reduce((sum, name) => sum + foundOf(name), 0)
  for (const [name, { burnMs }] of Object.entries(modules)) {
    const [share, truth] = [foundOf(name) / evaluated, burnMs / allMs]
    expect(Math.abs(share - truth), `${name}: ${share} of ${truth}`).toBeLessThan(POINTS)
  }
  const packages = rows.filter(({ kind }) => kind === 'package').map(({ name }) => name)
  expect(packages.slice(0, 5)).toEqual(BY_TIME)
  expect(rows.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(loadMs, 6)
}

describe.each(nodes)('under $name', ({ path }) => {
  const skip = path === undefined ? test.skip : test

  skip('the time that CommonJS modules burn is found, by share and order', async () => {
    const report = await explain(path as string, tree('cjs'))
    expectTruth(report, tree('cjs'))
    expect(row(report, 'd').importedBy).toEqual({ file: 'a/index.cjs', line: 1 })
    expect(row(report, 'a').totalMs).toBeCloseTo(row(report, 'a').selfMs + row(report, 'd').selfMs, 6)
  })

  skip('so is that of ES modules', async () => {
    const report = await explain(path as string, tree('esm'))
    expectTruth(report, tree('esm'))
    expect(row(report, 'b').importedBy).toEqual({ file: 'handler.mjs', line: 2 })
  })

  skip('so is that of CommonJS modules imported by ES modules', async () => {
    const report = await explain(path as string, tree('esm', 'cjs'))
    expectTruth(report, tree('esm', 'cjs'))
    expect(row(report, 'c').importedBy).toEqual({ file: 'handler.mjs', line: 3 })
  })

  skip('so is that of modules that ask the clock whether it is over', async () => {
    const modules = byClock(tree('esm', 'cjs'))
    expectTruth(await explain(path as string, modules), modules)
  })
})
