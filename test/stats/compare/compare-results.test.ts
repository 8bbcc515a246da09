import { describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import type { Target } from '../../../src/core/target.ts'
import { compareResults } from '../../../src/stats/compare/compare-results.ts'
import { comparedGroup } from '../../../src/stats/compare/compared-group.ts'
import { geometricMean } from '../../../src/stats/compare/geometric-mean.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { groupsOfResult } from '../../../src/stats/result/groups-of-result.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../../support/run-file.ts'

const colds = (target: string, factor = 1, changes: Partial<Sample> = {}, n = 12) =>
  waitsOf(n, factor).map((wait) => coldSample(target, wait, changes))
const named = (name: string, samples: readonly Sample[], targets?: Target[]) => ({
  name,
  result: computeResult(runFileOf(samples, targets ? { targets } : {})),
})

describe('compareResults', () => {
  it('gives the ratio of each side to the first, beyond noise or not', () => {
    const found = compareResults([
      named('old', colds('a')),
      named('new', colds('a', 0.5)),
      named('same', colds('a', 1.01)),
    ])
    const [row] = found.rows
    expect(row?.sides.map(({ p50Ms }) => p50Ms)).toEqual([105.5, 52.75, 106.555])
    expect(row?.changes[0]).toMatchObject({ n: [12, 12], verdict: 'faster', ratio: expect.closeTo(0.5, 2) })
    expect(row?.changes[1]?.verdict).toBe('no-difference-shown')
    expect(found.unlike).toEqual([])
  })

  it('needs of a side its groups alone, so that samples and waits of a long run can be let go of', () => {
    const sides = [
      named('old', [...colds('a'), warmSample('a', 3, 'i1')]),
      named('new', [...colds('a', 2), warmSample('a', 4, 'i1')]),
    ]
    const light = sides.map(({ name, result }) => ({
      name,
      result: { ...result, samples: [], waits: [] },
      groups: groupsOfResult(result).map(comparedGroup),
    }))
    expect(compareResults(light)).toEqual(compareResults(sides))
    expect(light[0]?.groups[0]).not.toHaveProperty('table')
  })

  it('adjusts p over all rows and gives the geometric mean of the ratios', () => {
    const found = compareResults([
      named('old', [...colds('a'), ...colds('b')]),
      named('new', [...colds('a', 2), ...colds('b', 0.5)]),
    ])
    expect(found.rows.map(({ changes }) => changes[0]?.verdict)).toEqual(['slower', 'faster'])
    for (const { changes } of found.rows)
      expect(changes[0]?.pAdjusted).toBeCloseTo(2 * (changes[0]?.p ?? 0), 12)
    expect(found.geometricMeans).toEqual([
      { temperature: 'cold', coldBy: 'idle', ratios: [expect.closeTo(1, 2)] },
    ])
  })

  it('does not let rows with too little data make the others harder to show', () => {
    const first = (factor: number) =>
      ['a', 'b'].flatMap((name) => colds(name, factor, { coldBy: 'first' }, 1))
    const both = (factor: number) => [...colds('a', factor), ...colds('b', factor)]
    const found = compareResults([
      named('old', [...both(1), ...first(1)]),
      named('new', [...both(2), ...first(2)]),
    ])
    const alone = compareResults([named('old', both(1)), named('new', both(2))])
    const idle = found.rows.filter(({ coldBy }) => coldBy === 'idle')
    expect(idle.map(({ changes }) => changes[0]?.pAdjusted)).toEqual(
      alone.rows.map(({ changes }) => changes[0]?.pAdjusted),
    )
    expect(found.geometricMeans.map(({ coldBy }) => coldBy)).toEqual(['idle'])
  })

  it('tests warm waits on one median an instance', () => {
    const warm = (factor: number) =>
      waitsOf(8, factor).flatMap((wait, i) => [1, 2, 3].map((more) => warmSample('a', wait + more, `i${i}`)))
    const [row] = compareResults([named('old', warm(1)), named('new', warm(2))]).rows
    expect(row).toMatchObject({ temperature: 'warm', changes: [{ n: [8, 8], verdict: 'slower' }] })
  })

  it.each<[string, Partial<Target>, Partial<Target>]>([
    ['region: us-east-1 against eu-west-1', { region: 'us-east-1' }, { region: 'eu-west-1' }],
    ['memory: 512 MB against 1024 MB', { memoryMb: 512 }, { memoryMb: 1024 }],
    ['runtime: nodejs20 against nodejs22', { runtime: 'nodejs20' }, { runtime: 'nodejs22' }],
    ['where it runs: local against cloud', { platform: 'local' }, { platform: 'cloud' }],
    [
      'CPU share: off against 0.072 vCPU',
      { platform: 'local' },
      { platform: 'local', facts: { parity: { cpu: '0.072 vCPU' } } },
    ],
  ])('says what makes two sides unlike: %s', (line, a, b) => {
    const found = compareResults([
      named('x', colds('a'), [targetOf('a', a)]),
      named('y', colds('a'), [targetOf('a', b)]),
    ])
    expect(found.unlike).toEqual([`a: ${line}`])
  })

  it('calls what a queue triggered unlike what was requested', () => {
    const [asked, queued] = [named('x', colds('a')), named('y', colds('a'))]
    const byQueue = { ...queued.result, config: { ...queued.result.config, trigger: 'queue' } }
    expect(compareResults([asked, { name: 'y', result: byQueue }]).unlike).toEqual([
      'a: called by: a request against a job of a queue',
    ])
  })

  it('calls different ways of getting cold unlike, and never lines up one with another where both have several', () => {
    const forced = named('y', colds('a', 1, { coldBy: 'evict' }))
    expect(compareResults([named('x', colds('a')), forced]).unlike).toEqual([
      'a: way of getting cold: idle 400 ms against evict 400 ms',
    ])
    const both = named('z', [...colds('a'), ...colds('a', 3, { coldBy: 'first' })])
    const found = compareResults([named('x', colds('a')), both])
    expect(found.rows.map(({ coldBy }) => coldBy)).toEqual(['idle'])
    expect(found.unmatched).toEqual(['a cold by first 400 ms has no counterpart'])
  })

  it('lists other asymmetries, or the words that none is known', () => {
    const same = compareResults([named('x', colds('a')), named('y', colds('a'))])
    expect(same.asymmetries).toEqual([
      'a: as far as is known, the two were measured under the same conditions',
    ])
    const packages = ['1', '2'].map((hash, index) =>
      named(`${index}`, colds('a'), [
        targetOf('a', { facts: { parity: { packageSha256: hash.repeat(64) } } }),
      ]),
    )
    expect(compareResults(packages).asymmetries).toEqual(['a: package: 111111111111 against 222222222222'])
  })

  it('lines up single targets whatever their names, and refuses runs with none in common', () => {
    expect(compareResults([named('x', colds('a')), named('y', colds('b'))]).rows[0]?.target).toBe('a → b')
    const two = named('x', [...colds('a'), ...colds('b')])
    expect(compareResults([two, named('y', colds('b'))]).unmatched).toEqual(['a is only in x'])
    expect(() => compareResults([two, named('y', [...colds('c'), ...colds('d')])])).toThrow(
      expect.objectContaining({ code: 'nothing-to-compare' }),
    )
  })
})

it('a geometric mean cancels 2 × with ½ ×, and there is none of a set with a hole', () => {
  expect(geometricMean([2, 0.5])).toBeCloseTo(1, 12)
  expect(geometricMean([2, undefined])).toBeUndefined()
  expect(geometricMean([])).toBeUndefined()
})

describe('caveats of a comparison', () => {
  it('name the same run given twice, and say that one run against one shows no change', () => {
    const same = compareResults([named('old', colds('a')), named('new', colds('a'))])
    expect(same.caveats).toEqual([
      'old and new are the same run (2026-11-23T154200-abcd): nothing can differ.',
    ])
    const { caveats } = compareResults([named('old', colds('a')), named('new', colds('a', 2))])
    expect(caveats.at(-1)).toMatch(
      /^These two runs differ. That does not show that a change of the code is the cause/,
    )
  })

  it('name an unfinished side, inferred cold starts and the warnings of each run', () => {
    const silent = { observed: 'unknown', evidence: 'none' } as const
    const silentSamples = [
      ...waitsOf(10, 10).map((wait) => coldSample('a', wait, silent)),
      ...waitsOf(30).map((wait) => warmSample('a', wait, 'none', silent)),
    ].map(({ instance: _none, ...sample }) => sample)
    const { footer: _footer, ...unfinished } = runFileOf(silentSamples, { run: 'other' })
    const busy = colds('a', 1, { flags: ['loop-delay'] })
    const { caveats } = compareResults([
      named('old', busy),
      { name: 'new', result: computeResult(unfinished) },
    ])
    expect(caveats).toContain('new is of an unfinished run (40 samples): its figures may still move.')
    expect(caveats).toContain('new: 10 of 10 cold starts of a were inferred from latency.')
    expect(caveats.some((line) => line.startsWith('old: a: This machine was busy'))).toBe(true)
  })

  it('name a URL that differs, without its query', () => {
    const at = (url: string) => [targetOf('a', { platform: 'url', url })]
    const { asymmetries } = compareResults([
      named('old', colds('a'), at('https://one.test/x?code=secret')),
      named('new', colds('a'), at('https://two.test/x?code=secret')),
    ])
    expect(asymmetries).toContain('a: URL: https://one.test/x against https://two.test/x')
  })
})
