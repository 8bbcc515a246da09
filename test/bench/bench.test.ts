import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type BenchEvent, type BenchRequest, bench } from '../../src/bench/bench.ts'
import { planBench } from '../../src/bench/dry-run.ts'
import { resume } from '../../src/bench/resume.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { sharedProber } from '../support/shared-prober.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const request: BenchRequest = { providers: 'lambda', cold: 2, warm: 3, idle: '250ms', idleTtl: '100ms' }
const contextIn = (cwd: string) => ({ cwd, home: cwd, env: {}, nodeVersion: 'v20.19.0' })
const quickIn = (cwd: string) => ({ ...contextIn(cwd), startProber: sharedProber })

describe('bench from code', () => {
  it('gives the result, where the samples are, and that nothing is left behind', async () => {
    const cwd = temporaryFolder()
    const events: BenchEvent[] = []
    const outcome = await bench(request, contextIn(cwd), (event) => events.push(event))
    expect(outcome.leftBehind).toEqual([])
    expect(outcome.result.run.status).toBe('finished')
    expect((await readRunFile(outcome.runFile)).run.samples).toHaveLength(outcome.result.samples.length)
    expect(events.filter(({ type }) => type === 'sample')).toHaveLength(outcome.result.samples.length)
    expect(outcome.keepAlive).toBeUndefined()
  })

  it('judges the budgets of the request', async () => {
    const budgets = ['cold.p50 < 1h', 'warm.p50 < 1h']
    const { result } = await bench({ ...request, budgets }, quickIn(temporaryFolder()))
    expect(result.budgets.map(({ budget }) => budget)).toEqual(budgets)
  })

  it('ends with what there is when its signal is aborted, and resume finishes the same run', async () => {
    const cwd = temporaryFolder()
    const controller = new AbortController()
    const stopped = await bench(request, { ...quickIn(cwd), signal: controller.signal }, ({ type }) => {
      if (type === 'sample') controller.abort(new Error('enough'))
    })
    expect(stopped.result.run.status).toBe('unfinished')
    const finished = await resume('latest', quickIn(cwd))
    expect(finished.runFile).toBe(stopped.runFile)
    expect(finished.result.run).toMatchObject({ id: stopped.result.run.id, status: 'finished' })
    const ids = finished.result.samples.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(stopped.result.samples.length)
  })

  it.each([
    [{ cold: 'many' }, 'bad-config-value'],
    [{ idel: '1m' }, 'unknown-config-key'],
    [{ providers: 'lamda' }, 'unknown-provider'],
    [{ budgets: ['cold.p5 < 1ms'] }, 'bad-budget'],
  ])('refuses %j with a typed error before anything is written', async (wrong, code) => {
    const cwd = temporaryFolder()
    const asked = { ...request, ...wrong } as BenchRequest
    await expect(bench(asked, contextIn(cwd))).rejects.toMatchObject({ code })
    await expect(planBench(asked, { cwd })).rejects.toMatchObject({ code })
    expect(readdirSync(cwd)).toEqual([])
  })

  it('plans without doing anything', async () => {
    const cwd = temporaryFolder()
    const { idleTtl: _, ...asked } = request
    const plan = await planBench({ ...asked, deploy: true }, { cwd })
    expect(plan.estimate.providers).toMatchObject([{ provider: 'lambda', platform: 'cloud' }])
    expect(readdirSync(cwd)).toEqual([])
  })
})
