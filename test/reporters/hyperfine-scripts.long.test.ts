import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/core/result.ts'
import { hyperfine } from '../../src/reporters/hyperfine.ts'
import { resultOfRounds } from '../support/page-results.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracles/hyperfine/', import.meta.url))
const python = join(oracle, '.venv/bin/python')
const isThere = existsSync(python) && existsSync(join(oracle, 'scripts/plot_whisker.py'))
const PLOTS = ['whisker', 'histogram', 'progression', 'parametrized', 'benchmark_comparison']

describe.skipIf(!isThere)('hyperfine’s own scripts (needs bash .ci/install-oracles.sh)', () => {
  it('draw all pictures of a run whose memory was varied, and print its figures', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'all.json')
    const plain = resultOfRounds(8, { targets: ['a <b> "c"', 'ü/512MB'] })
    const summaries = plain.summaries.map((one, k) => ({ ...one, parameters: { memoryMb: 256 * (k + 1) } }))
    const all = { ...plain, summaries }
    writeFileSync(file, written(all))
    const pair = join(folder, 'pair.json')
    writeFileSync(pair, written(resultOfRounds(8, { targets: ['one'] })))

    const printed = JSON.parse(
      execFileSync(python, [join(oracle, 'run.py'), file, pair, folder], {
        encoding: 'utf8',
        stdio: 'pipe',
        // Where matplotlib keeps what it found of fonts.
        env: { ...process.env, MPLCONFIGDIR: folder },
      }),
    )
    for (const plot of PLOTS)
      expect(statSync(join(folder, `plot_${plot}.svg`)).size, plot).toBeGreaterThan(5000)
    expect(readFileSync(join(folder, 'plot_parametrized.svg'), 'utf8')).toContain('memoryMb')
    expect(printed.welch_ttest).toMatch(/There is a difference between the two benchmarks/)
    const medians = [...printed.advanced_statistics.matchAll(/median: +(\S+) ms/g)].map(([, ms]) =>
      Number(ms),
    )
    const ours = all.summaries.flatMap(({ cold, warm }) => [cold[0]?.wait.p50Ms ?? 0, warm.p50Ms ?? 0])
    expect(medians).toHaveLength(4)
    for (const [k, ms] of medians.entries()) expect(ms).toBeCloseTo(ours[k] as number, 3)
  })
})

function written(result: Result): string {
  return hyperfine(result, { columns: 80, colorLevel: 0 })
}
