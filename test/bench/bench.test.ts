import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type BenchEvent, type BenchRequest, bench } from '../../src/bench/bench.ts'
import { planBench } from '../../src/bench/dry-run.ts'
import { readRunFile } from '../../src/store/read-run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const request: BenchRequest = { providers: 'lambda', cold: 2, warm: 3, idle: '250ms', idleTtl: '100ms' }
const contextIn = (cwd: string) => ({ cwd, home: cwd, env: {}, nodeVersion: 'v20.19.0' })

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
