import { describe, expect, it } from 'vitest'
import { type BenchRequest, bench } from '../../src/bench/bench.ts'
import { resume } from '../../src/bench/resume.ts'
import { sharedProber } from '../support/shared-prober.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const request: BenchRequest = { providers: 'lambda', cold: 2, warm: 3, idle: '250ms', idleTtl: '100ms' }
const quickIn = (cwd: string) => ({
  cwd,
  home: cwd,
  env: {},
  nodeVersion: 'v20.19.0',
  startProber: sharedProber,
})

describe('bench from code', () => {
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
})
