import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { readBaselineFacts } from '../../src/store/baseline-facts.ts'
import { baselinePieces, parseBaseline } from '../../src/store/baseline-file.ts'
import { baselinePath } from '../../src/store/baseline-folder.ts'
import { type BaselineRun, compactResult, expandRun } from '../../src/store/baseline-run.ts'
import { saveBaseline } from '../../src/store/baselines.ts'
import { readResult, readResults } from '../../src/store/read-result.ts'
import { coldSample, runFileOf, waitsOf, warmSample } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const runOf = (run: string) =>
  computeResult(
    runFileOf(
      [
        ...waitsOf(12).map((wait) => coldSample('lambda', wait)),
        ...waitsOf(12, 0.125).map((wait, index) => warmSample('lambda', wait, `w${index % 6}`)),
        coldSample('lambda', 0, {
          observed: 'unknown',
          phases: {},
          error: { kind: 'timeout', message: 'no reply' },
        }),
      ],
      { run },
    ),
  )

describe('a baseline', () => {
  it('keeps what every figure of a run is computed from, in a fraction of its size', () => {
    const result = runOf('one')
    const kept = compactResult(result)
    const text = [...baselinePieces({ runs: [kept], keep: 1 })].join('')
    const again = expandRun(parseBaseline(JSON.parse(text), 'main.json').runs[0] as BaselineRun)
    const figures = ({ summaries, run, targets }: typeof result) => ({
      run,
      targets,
      summaries: summaries.map(({ cold, warm, errors, penalties }) => ({
        cold: cold.map(({ total: _, ...rest }) => rest),
        warm,
        errors,
        penalties,
      })),
    })
    expect(figures(again)).toEqual(figures(result))
    expect(text.length).toBeLessThan(JSON.stringify(result.samples).length / 3)
  })

  it('keeps the last runs that were saved, as many as it was last told', async () => {
    const cwd = temporaryFolder()
    const save = (run: string, keep?: number) =>
      saveBaseline(compactResult(runOf(run)), { cwd, name: 'main', force: false, ...(keep && { keep }) })
    for (let run = 0; run < 11; run++) await save(`r${run}`)
    expect((await readResults(baselinePath(cwd, 'main'))).map(({ run }) => run.id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `r${index + 1}`),
    )
    expect(await save('r11', 3)).toMatchObject({ runs: 3 })
    expect(await save('r12')).toMatchObject({ runs: 3, dropped: ['r9'] })
    expect((await readResult(baselinePath(cwd, 'main'))).run.id).toBe('r12')
    await expect(save('r12')).rejects.toMatchObject({ code: 'in-baseline-already' })
    const anew = { cwd, name: 'main', force: true }
    expect(await saveBaseline(compactResult(runOf('r12')), anew)).toMatchObject({ runs: 1 })
  })

  it('adds to one that an earlier version saved as a whole document', async () => {
    const cwd = temporaryFolder()
    const path = baselinePath(cwd, 'main')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(runOf('old')))
    expect((await readResult(path)).run.id).toBe('old')
    const { run, targets } = runOf('old')
    expect(await readBaselineFacts(path)).toEqual([{ run: 'old', startedAt: run.startedAt, targets }])
    await saveBaseline(compactResult(runOf('new')), { cwd, name: 'main', force: false })
    expect((await readResults(path)).map(({ run }) => run.id)).toEqual(['old', 'new'])
    expect((await readBaselineFacts(path)).map(({ run }) => run)).toEqual(['old', 'new'])
    expect(statSync(path).size).toBeLessThan(20_000)
  })

  it('refuses a file that is damaged by what is wrong with it', async () => {
    const cwd = temporaryFolder()
    const { path } = await saveBaseline(compactResult(runOf('one')), { cwd, name: 'main', force: false })
    writeFileSync(path, readFileSync(path, 'utf8').replace('"rows":[[', '"rows":[["x",'))
    await expect(readResult(path)).rejects.toMatchObject({ code: 'not-a-result' })
  })
})
