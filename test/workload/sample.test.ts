import { describe, expect, it } from 'vitest'
import { adapterOf, isAdapter, openSample } from '../../src/workload/sample.ts'
import { openWorkload } from '../../src/workload/workload.ts'

describe('the sample function', () => {
  it.each([
    ['lambda', undefined, 'lambda.mjs'],
    ['google', undefined, 'google.mjs'],
    ['vercel', undefined, 'vercel.mjs'],
    ['vercel', 'web', 'vercel-web.mjs'],
    ['netlify', undefined, 'netlify.mjs'],
    ['netlify', 'v1', 'netlify-v1.mjs'],
  ] as const)('is a workload under %s (%s): its core and one adapter', async (contract, form, adapter) => {
    const workload = openSample(contract, form)
    expect(workload).toMatchObject({ contract, entry: adapter, variables: {}, request: {} })
    expect((await workload.files()).map(({ path }) => path)).toEqual(['core.mjs', adapter])
    expect(adapterOf(contract, form)).toBe(adapter)
    expect(isAdapter(adapter)).toBe(true)
  })

  it('has another hash with padding, of the same length every time', async () => {
    const plain = openSample('lambda')
    const [padded, again] = [1, 2].map(() => openWorkload({ ...plain, paddingKb: 2 }))
    expect(await padded?.hash()).not.toBe(await plain.hash())
    expect(await padded?.hash()).toBe(await again?.hash())
    expect((await padded?.files())?.at(-1)).toMatchObject({ path: 'padding.bin', bytes: { length: 2048 } })
  })
})
