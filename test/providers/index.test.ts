import { describe, expect, it } from 'vitest'
import { loadProvider, providerIds } from '../../src/providers/index.ts'

describe('the provider registry', () => {
  it.each(providerIds)('loads %s under its own id', async (id) => {
    expect((await loadProvider(id)).id).toBe(id)
  })

  it('suggests the nearest provider for a typo', async () => {
    await expect(loadProvider('htpp')).rejects.toMatchObject({
      code: 'unknown-provider',
      hint: 'Did you mean http?',
    })
  })

  it('does not take a property of every object for a provider', async () => {
    await expect(loadProvider('constructor')).rejects.toMatchObject({ code: 'unknown-provider' })
  })
})
