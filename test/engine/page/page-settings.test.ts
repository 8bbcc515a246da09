import { beforeEach, describe, expect, it } from 'vitest'
import { cpuFor } from '../../../src/engine/cpu/cpu-share.ts'
import { openPageDoor, type PageDoor } from './support/page-door.ts'

let changed: PageDoor['changed']
let pool: PageDoor['pool']
let press: PageDoor['press']
let shares: PageDoor['shares']

beforeEach(async () => {
  ;({ changed, pool, press, shares } = await openPageDoor())
})

describe('the page of the engine', () => {
  it('changes memory and idle time, and keeps what was not named', async () => {
    await press('/settings', { memoryMb: 512, idleTtl: '1m' })
    await press('/settings', { idleTtl: '2s' })
    expect(changed).toEqual([
      { memoryMb: 512, idleTtlMs: 60_000 },
      { memoryMb: 1024, idleTtlMs: 2000 },
    ])
  })

  it('gives a function that has a share of the CPU the one that goes with its new memory size', async () => {
    Object.assign(pool.options, cpuFor('vercel', 1024, 'burst'))
    await press('/settings', { memoryMb: 4096 })
    expect(changed).toEqual([
      { memoryMb: 4096, idleTtlMs: 10_000, cpu: { vcpus: 2, mode: 'burst', isSold: true } },
    ])
  })

  it('gives one that has none the share of another memory size, and leaves it as it is for another idle time', async () => {
    shares.areKept = true
    await press('/settings', { memoryMb: 1024, idleTtl: '2s' })
    await press('/settings', { memoryMb: 2048 })
    expect(changed).toEqual([
      { memoryMb: 1024, idleTtlMs: 2000 },
      { memoryMb: 2048, idleTtlMs: 10_000, cpu: { vcpus: 1, mode: 'flat', isSold: true } },
    ])
  })

  it('gives a Worker no other memory size than all Workers have, and another idle time', async () => {
    Object.assign(pool.options, { contract: 'cloudflare', memoryMb: 128 })
    const { status, text } = await press('/settings', { function: 'cloudflare/hello', memoryMb: 512 })
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining('each has 128 MB')])
    await press('/settings', { function: 'cloudflare/hello', memoryMb: 128, idleTtl: '2s' })
    expect(changed).toEqual([{ memoryMb: 128, idleTtlMs: 2000 }])
  })

  it.each([
    [{ memoryMb: 31 }, 'whole number of MB'],
    [{ memoryMb: 65_537 }, 'whole number of MB'],
    [{ memoryMb: 'much' }, 'whole number of MB'],
    [{ idleTtl: 'soon' }, 'is not a duration'],
    [{ idleTtl: '' }, 'is not a duration'],
    [{ idleTtl: '5' }, 'has no unit'],
    [{ idleTtl: '0s' }, 'longer than nothing'],
    [{ idleTtl: '25h' }, 'at most a day'],
  ])('refuses the settings %j, and says why', async (body, words) => {
    const { status, text } = await press('/settings', body)
    expect([status, JSON.parse(text).problem]).toEqual([400, expect.stringContaining(words)])
    expect(changed).toEqual([])
  })
})
