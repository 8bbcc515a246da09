import { expect, it } from 'vitest'
import { cpuNotes } from '../../src/reporters/table/cpu-notes.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf } from '../support/run-file.ts'

const resultWith = (facts: object, config: Record<string, unknown> = {}) => {
  const run = runFileOf([coldSample('lambda', 60)], { targets: [targetOf('lambda', { facts })] })
  return { ...computeResult(run), config }
}

it('says the share that local functions had, and nothing where nobody asked', () => {
  const cpu = '0.072 vCPU throughout, kept by cgroup v1, memory limited'
  expect(cpuNotes(resultWith({ parity: { cpu } }))).toEqual([`CPU: ${cpu} (lambda)`])
  expect(cpuNotes(resultWith({}))).toEqual([])
})

it('says that shares were off where that was asked for', () => {
  expect(cpuNotes(resultWith({}, { cpu: 'off' }))).toEqual([expect.stringMatching(/^CPU: off; every/)])
})
