import { describe, expect, it } from 'vitest'
import type { Sample } from '../../src/core/sample.ts'
import { learnerSentences } from '../../src/reporters/learner-sentence.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../support/run-file.ts'
import { resultOf } from '../support/sample-result.ts'

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

  it('says how long they had really been idle, beside the plan', () => {
    const idled = colds('a', 1).map((sample, at) => ({ ...sample, idleMs: 400 + 10 * at }))
    expect(sentencesOf(idled)).toContain(
      'Before the cold starts, the function had been idle for 400 ms to 510 ms (median 455 ms; planned: 400 ms).',
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
      /^On a, a user who meets a cold start waits 104 ms longer \(99\.9–109\) than one who does not\.$/,
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

  it('names the idle period it speaks of where several were tried, and says when another says the opposite', () => {
    const idledFor = (target: string, factor: number, plannedIdleMs: number) =>
      waitsOf(12, factor).map((wait) => coldSample(target, wait, { plannedIdleMs }))
    const sentences = sentencesOf([
      ...idledFor('a', 1, 60_000),
      ...idledFor('b', 2, 60_000),
      ...idledFor('a', 3, 900_000),
      ...idledFor('b', 1, 900_000),
    ])
    expect(sentences[0]).toMatch(
      /^On the local engine, b starts cold fastest after 15 m 00 s idle: a takes 3\.00 × /,
    )
    expect(sentences[1]).toMatch(/^It is the opposite after 1 m 00 s idle: b takes 2\.00 × .* as long as a/)
    expect(sentences[2]).toContain('after 15 m 00 s idle')
  })

  it('never speaks of half of one cold start', () => {
    expect(sentencesOf([coldSample('a', 100)])[0]).toMatch(/^The only cold start of a took 100 ms/)
    expect(sentencesOf([coldSample('a', 100), coldSample('a', 120)])[0]).toContain(
      'no interval exists at 2 cold starts',
    )
  })

  it('gives no penalty of two cold starts without saying that no interval exists', () => {
    const warm = waitsOf(8, 0.01).map((wait, index) => warmSample('a', wait, `i${index}`))
    expect(sentencesOf([...colds('a', 1, 2), ...warm])[0]).toContain('(no interval exists at 2 cold starts)')
  })

  it('says what differs beside the thing compared in the sentence itself', () => {
    const targets = [targetOf('a', { memoryMb: 1024 }), targetOf('b', { memoryMb: 256 })]
    expect(sentencesOf([...colds('b', 2), ...colds('a', 1)], { targets })[0]).toContain(
      'memory: 1024 MB against 256 MB',
    )
  })
})

describe('learnerSentences of a silent URL', () => {
  const silent = { observed: 'unknown', evidence: 'none' } as const
  const silentOf = (cold: readonly number[], warm: readonly number[]) =>
    [
      ...cold.map((wait) => coldSample('url', wait, silent)),
      ...warm.map((wait) => warmSample('url', wait, 'none', silent)),
    ].map(({ instance: _none, ...sample }) => sample)

  it('begins with "inferred" where the cold starts were', () => {
    expect(sentencesOf(silentOf(waitsOf(10, 5), waitsOf(30)))[0]).toMatch(
      /^Inferred from latency: On url, a user who meets a cold start waits 408 ms longer \(no interval: .*\)/,
    )
  })

  it('says it of more than 20 in one sentence, with the least and the greatest of their medians', () => {
    const names = Array.from({ length: 21 }, (_, at) => `url${at}`)
    const samples = names.flatMap((name, at) =>
      [1, 2, 3].map((n) => coldSample(name, 100 + 10 * at + n, silent)),
    )
    const sentences = sentencesOf(samples.map(({ instance: _none, ...sample }) => sample))
    expect(sentences.filter((sentence) => sentence.startsWith('Whether'))).toEqual([
      'Whether url0, url1, url2, url3, url4, url5, url6, url7 and 13 more were cold after 400 ms idle is not known: their median waits are 102 ms (url0) to 302 ms (url20).',
    ])
  })

  it('says that it is not known, with the waits by intention, where nothing can be inferred', () => {
    expect(sentencesOf(silentOf([200, 210, 220], waitsOf(30)))[0]).toBe(
      'Whether url was cold after 400 ms idle is not known: half of the 3 took more than 210 ms, where half of the warm ones took 115 ms.',
    )
  })

  it('says how long they had really been idle, though it is not known whether that made them cold', () => {
    const samples = silentOf([200, 210, 220], []).map((sample, at) => ({
      ...sample,
      idleMs: 4000 + 500 * at,
    }))
    expect(sentencesOf(samples)[1]).toBe(
      'Before the invocations that were meant to be cold, the function had been idle for 4.00 s to 5.00 s (median 4.50 s; planned: 400 ms).',
    )
  })

  it('of more than twenty changes says the clearest and counts the rest by what can be said of them', () => {
    const changes = Array.from({ length: 30 }, (_, at) => ({
      before: 'a',
      after: `f${at}`,
      coldBy: 'idle' as const,
      rounds: 12,
      unpaired: 0,
      ratio: 1 + at / 100,
      ...(at < 5
        ? {}
        : {
            ratioInterval: { lower: at > 20 ? 1.02 : 0.9, upper: 1.5, coverage: 0.95 },
            p: at > 20 ? 0.001 : 0.5,
          }),
    }))
    const [first, ...said] = learnerSentences(resultOf({ changes: changes as never }))
    expect(first).toContain('a user who meets a cold start waits')
    expect(said.slice(0, 8).map((sentence) => sentence.split(' ', 1)[0])).toEqual([
      'f29',
      'f28',
      'f27',
      'f26',
      'f25',
      'f24',
      'f23',
      'f22',
    ])
    expect(said[8]).toBe(
      'The others against a: 5 × too few rounds for an interval; measure more with --cold; 16 × no change was shown, which does not prove that there is none; 1 × slower, by more than noise.',
    )
  })

  it('of more than twenty functions says first which is the fastest, whatever each is against the first', () => {
    const names = Array.from({ length: 30 }, (_, at) => `f${at}`)
    const samples = names.flatMap((name, at) =>
      waitsOf(10, 1 + at / 5).map((wait, round) => coldSample(name, wait, { round })),
    )
    const targets = names.map((name) => targetOf(name, { platform: 'url', provider: 'http' }))
    const said = sentencesOf(samples, { targets })
    expect(said[0]).toMatch(/^f0 starts cold fastest: .* and 21 more\. Each is more than noise\.$/)
    expect(said).toContain(
      'All against f0: 29 × too few rounds to show a change among 29; measure more with --cold.',
    )
  })
})
