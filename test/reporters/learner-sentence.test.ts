import { describe, expect, it } from 'vitest'
import type { Sample } from '../../src/core/sample.ts'
import { learnerSentences } from '../../src/reporters/learner-sentence.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../support/run-file.ts'

const colds = (target: string, factor: number, n = 12) =>
  waitsOf(n, factor).map((wait) => coldSample(target, wait))
const sentencesOf = (samples: readonly Sample[], header = {}) =>
  learnerSentences(computeResult(runFileOf(samples, header)))

describe('learnerSentences', () => {
  it('says who is faster, by what ratio with which interval, and that it is more than noise', () => {
    expect(sentencesOf([...colds('b', 2), ...colds('a', 1)])[0]).toBe(
      'On the local engine, a starts cold fastest: b takes 2.00 × (1.94–2.06) as long. That is more than noise.',
    )
  })

  it('does not call what it cannot tell apart equal', () => {
    expect(sentencesOf([...colds('a', 1), ...colds('b', 1.01)])[0]).toMatch(
      /^Between a and b \(1\.01 × \(.*\)\) no difference was shown: this run cannot tell the two apart, which does not prove them equal\.$/,
    )
  })

  it('asks for more where there is too little', () => {
    expect(sentencesOf([...colds('a', 1, 2), ...colds('b', 3, 2)])[0]).toContain(
      'too few cold starts to set a against b',
    )
  })

  it('says what a cold start costs, with interval', () => {
    const warm = waitsOf(8, 0.01).map((wait, index) => warmSample('a', wait, `i${index}`))
    expect(sentencesOf([...colds('a', 1), ...warm])[0]).toMatch(
      /^On a a user who meets a cold start waits 104 ms longer \(99\.9–109\) than one who does not\.$/,
    )
  })

  it('says what was not measured', () => {
    expect(sentencesOf(colds('a', 1)).at(-1)).toContain('local engine, not the cloud')
    const cloud = { targets: [targetOf('a', { platform: 'cloud' })] }
    expect(sentencesOf(colds('a', 1), cloud).at(-1)).toContain('Measured from one place')
  })

  it('says nothing where nothing was cold', () => {
    expect(sentencesOf([warmSample('a', 1, 'i')])).toEqual([])
  })
})
