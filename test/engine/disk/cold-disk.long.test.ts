import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { failuresOf, timedOf } from '../../support/sample-failures.ts'
import { DISK, whyNoColdDisk } from '../languages/why-no-cold-disk.ts'
import { writeProject } from '../support/own-function.ts'

const LARGE_BYTES = 3_000_000
const SOURCE = `const { readFileSync } = require('node:fs')
readFileSync(__dirname + '/large')
exports.handler = async () => 'read'
`

/** Runs `bench` with a temporary folder on a disk, which that of the tests need not be. */
async function bench(cwd: string, ...words: readonly string[]) {
  const TMPDIR = mkdtempSync(DISK)
  onTestFinished(() => rmSync(TMPDIR, { recursive: true, force: true }))
  const argv = ['bench', ...words, '--cold', '3', '--warm', '2', '--format', 'json']
  const { code, stdout, stderr } = await runCliAndKill(argv, { cwd, env: { TMPDIR } })
  expect(stderr).not.toMatch(/^error/m)
  expect(code).toBe(0)
  const run = readdirSync(join(cwd, 'results')).find((name) => name.endsWith('.jsonl')) ?? ''
  const lines = readFileSync(join(cwd, 'results', run), 'utf8')
    .trim()
    .split('\n')
  const samples = lines.map((line) => JSON.parse(line).sample as Sample).filter(Boolean)
  return { result: JSON.parse(stdout), samples }
}

const impossible = await whyNoColdDisk()

describe.skipIf(impossible !== undefined)(
  `--cold-disk on a disk${impossible ? `: ${impossible}` : ''}`,
  () => {
    it('every cold start reads its package from the disk again; a warm one does not', async () => {
      const cwd = writeProject({ 'app.cjs': SOURCE })
      writeFileSync(join(cwd, 'large'), Buffer.alloc(LARGE_BYTES, 1))
      const { result, samples } = await bench(cwd, './app.cjs', '--provider', 'lambda', '--cold-disk')
      const [cold, warm] = ['cold', 'warm'].map((observed) =>
        samples.filter((one) => one.observed === observed),
      )
      // This machine may have been too busy to time some of them.
      expect(failuresOf(samples)).toEqual([])
      expect(samples.filter(({ intended }) => intended === 'cold')).toHaveLength(4)
      expect(timedOf(samples).filter(({ intended }) => intended === 'cold')).toEqual(cold)
      expect(cold?.length).toBeGreaterThan(0)
      for (const { instance, flags } of cold ?? []) {
        expect(instance?.reads?.diskBytes).toBeGreaterThanOrEqual(LARGE_BYTES)
        expect(instance?.reads?.bytes).toBeGreaterThanOrEqual(LARGE_BYTES)
        expect(flags).toContain('cold-disk')
      }
      for (const { instance } of warm ?? []) expect(instance?.reads).toBeUndefined()
      expect(result.environment.coldDisks).toEqual({
        lambda: 'pages of the package dropped before each cold start',
      })
    })

    it('with =all the runtime is read from the disk, too', async () => {
      const { result } = await bench(writeProject({}), '--provider', 'lambda', '--cold-disk=all')
      // Node alone is more than that.
      expect(result.summaries[0].cold[0].reads.diskBytes).toBeGreaterThan(10_000_000)
      expect(result.summaries[0].cold[0].reads.calls).toBeGreaterThan(0)
    })
  },
)
