import { describe, expect, it } from 'vitest'
import { createDeployPace } from '../../../src/providers/netlify/deploy-pace.ts'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { failed } from '../../support/stand-in/netlify-stand-in.ts'
import { setUp } from './support/deployed-netlify.ts'

describe('deploy to Netlify', () => {
  it('waits through slow and unknown states', async () => {
    const { standIn, context } = await setUp({ states: ['new', 'preparing', 'something-new', 'processed'] })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.deploys.size).toBe(1)
  })

  it('stops at an error with Netlify’s words, and what was made is in the ledger', async () => {
    const { standIn, context } = await setUp({ states: ['processing', 'error'] })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('the build failed'),
    })
    await netlifyProvider.destroy(await onlyOpen(context), context)
    expect(standIn.sites.size).toBe(0)
  })

  it('repeats an upload whose connection broke half-way', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /PUT .*\/functions\//, times: 2, reset: 'mid-request' })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.zips.size).toBe(2)
  })

  it('repeats an upload after one server error', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /PUT .*\/functions\//, reply: failed(502, 'Bad Gateway') })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.zips.size).toBe(2)
  })

  it('deploys no more than three times a minute', async () => {
    const { standIn, context } = await setUp({ limitsDeploys: true })
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    for (let i = 0; i < 3; i++) await netlifyProvider.evict?.(deployment, context)
    const slept = context.clock.sleeps.reduce((sum, ms) => sum + ms, 0)
    expect(slept).toBeGreaterThanOrEqual(60_000)
    expect(context.logged.join()).toContain('3 deploys a minute')
    expect(standIn.deploys.size).toBe(4)
  })

  it('waits for the time Netlify names when another process used up the minute', async () => {
    const { standIn, context } = await setUp()
    const reset = String(context.clock.wallMs() / 1000 + 40)
    const reply = { ...failed(429, 'Too many deploys'), headers: { 'x-ratelimit-reset': reset } }
    standIn.misbehave({ call: /POST .*\/deploys/, reply })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(context.clock.sleeps).toContain(40_000)
  })

  it('refuses the 101st deploy of a day', async () => {
    const { context } = await setUp()
    const pace = createDeployPace(context)
    for (let i = 0; i < 100; i++) await pace.awaitTurn()
    await expect(pace.awaitTurn()).rejects.toMatchObject({ code: 'remote-quota' })
    context.clock.advance(24 * 3_600_000)
    await pace.awaitTurn()
  })

  it('says what a production deploy costs before it is made', async () => {
    const { standIn, context } = await setUp()
    const preview = await netlifyProvider.preview?.(specFor(netlifyProvider, { production: true }), context)
    expect(preview).toMatchObject({ account: 'ada', cost: expect.stringContaining('15 credits') })
    expect(standIn.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })

  it.each([
    ['a memory size that Netlify does not have', { memoryMb: 512 }],
    ['a region of another platform', { region: 'us-east-1' }],
    ['another language', { runtime: 'python3.13' }],
    ['another architecture', { architecture: 'arm64' }],
  ])('refuses %s before anything is made', async (_, given) => {
    const { standIn, context } = await setUp()
    const deploying = netlifyProvider.deploy(specFor(netlifyProvider, {}, given), context)
    await expect(deploying).rejects.toMatchObject({ code: 'cannot-deploy' })
    expect(standIn.calls).toEqual([])
  })
})
