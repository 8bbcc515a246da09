import { expect, it } from 'vitest'
import type { Suite } from './suite.ts'

/** What can be said of a provider without a platform. */
export function describeSelf<Options>({ provider }: Suite<Options>): void {
  it('has an id, a title, and limits whose prices name their day and source', () => {
    expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(provider.title).not.toBe('')
    expect(provider.limits.parallelColds).toBeGreaterThan(0)
    const { prices } = provider.limits
    if (!prices) return
    expect(prices.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(prices.source).toMatch(/^https:/)
  })

  it('refuses options it does not know', () => {
    expect(provider.options.safeParse({ surelyNotAnOption: 1 }).success).toBe(false)
  })
}
