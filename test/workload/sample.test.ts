import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { eventShapes } from '../../src/workload/event-shape-names.ts'
import { makeEvent } from '../../src/workload/event-shapes.ts'
import { adapterOf, isAdapter, openSample, sampleEchoes, sampleFolder } from '../../src/workload/sample.ts'
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

  it.each([
    ...eventShapes.map((shape) => [shape, makeEvent(shape, {})] as const),
    ['of his own with a nonce', { nonce: '{{nonce}}', order: 7 }],
    ['of his own without one', { order: 7 }],
    ['null', null],
  ] as const)('is known to echo the nonce of an event, or not: %s', async (_, event) => {
    const { handler } = await import(pathToFileURL(join(sampleFolder, 'lambda.mjs')).href)
    const reply = await handler(event)
    const { nonce } = typeof reply.body === 'string' ? JSON.parse(reply.body) : reply
    expect(sampleEchoes(event)).toBe(nonce === '{{nonce}}')
  })

  it('has another hash with padding, of the same length every time', async () => {
    const plain = openSample('lambda')
    const [padded, again] = [1, 2].map(() => openWorkload({ ...plain, paddingKb: 2 }))
    expect(await padded?.hash()).not.toBe(await plain.hash())
    expect(await padded?.hash()).toBe(await again?.hash())
    expect((await padded?.files())?.at(-1)).toMatchObject({ path: 'padding.bin', bytes: { length: 2048 } })
  })
})
