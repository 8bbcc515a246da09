import { describe, expect, it } from 'vitest'
import { html } from '../../../src/reporters/html/html.ts'
import { resultOfRounds, wordsOf } from '../../support/page-results.ts'

describe('the page of a run', () => {
  it('stays below 1 MB at 100,000 samples, drawn from quantiles, and says so', () => {
    const page = html(resultOfRounds(2000, { warm: 24 }), { columns: 80, colorLevel: 0 })
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
    expect(wordsOf(page)).toContain('101 of their quantiles are drawn')
  })
})
