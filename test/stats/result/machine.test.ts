import { describe, expect, it } from 'vitest'
import { judgeBudgets } from '../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { describeMachine, elsewhereOf } from '../../../src/stats/result/machine.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../../support/run-file.ts'

const here = {
  node: 'v20.20.2',
  os: 'Linux 6.1.0',
  arch: 'x64',
  cpu: 'EPYC',
  cpus: 2,
  memoryMb: 7950,
}
const resultOn = (environment: typeof here, platform: 'local' | 'cloud') =>
  computeResult(
    runFileOf(
      waitsOf(10).map((wait) => coldSample('a', wait)),
      { environment, targets: [targetOf('a', { platform })] },
    ),
  )
const verdictOf = (platform: 'local' | 'cloud', baseline: typeof here, context = {}) =>
  judgeBudgets(
    resultOn(here, platform),
    ['cold.p50 < baseline * 1.5'],
    resultOn(baseline, platform),
    context,
  )[0]

describe('the identity of a machine', () => {
  it('is processor, CPUs, memory class, system and architecture, not the kernel or the last megabyte', () => {
    expect(describeMachine(here)).toBe('EPYC, 2 CPUs, 8 GB, Linux x64')
    expect(elsewhereOf(here, { ...here, os: 'Linux 6.8.1', memoryMb: 7890 })).toEqual([])
    expect(elsewhereOf(here, { ...here, cpus: 4 })).toEqual([
      'machine: EPYC, 2 CPUs, 8 GB, Linux x64 against EPYC, 4 CPUs, 8 GB, Linux x64',
    ])
  })
})

describe('a budget against a baseline from elsewhere', () => {
  it('says so in its own sentence', () => {
    expect(verdictOf('cloud', { ...here, node: 'v22.1.0' })).toMatchObject({
      verdict: 'pass',
      expected: expect.stringContaining('measured elsewhere: Node: v22.1.0 against v20.20.2'),
    })
  })

  it('is refused on the local engine, where the machine is the runtime, unless it is allowed', () => {
    const elsewhere = { ...here, cpu: 'Xeon' }
    expect(verdictOf('local', elsewhere)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('measured elsewhere'),
    })
    expect(verdictOf('local', elsewhere, { allowUnlike: true })).toMatchObject({ verdict: 'pass' })
    expect(verdictOf('local', here)).toMatchObject({ verdict: 'pass' })
  })
})
