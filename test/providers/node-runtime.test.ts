import { describe, expect, it } from 'vitest'
import { googleLimits } from '../../src/providers/google/limits.ts'
import { lambdaLimits } from '../../src/providers/lambda/limits.ts'
import { netlifyLimits } from '../../src/providers/netlify/limits.ts'
import { aliveMajors, nodeMajorOf } from '../../src/providers/node-runtime.ts'
import { vercelLimits } from '../../src/providers/vercel/limits.ts'

const clouds = { lambda: lambdaLimits, google: googleLimits, vercel: vercelLimits, netlify: netlifyLimits }
const onDay = (day: string) => Date.parse(day)

describe('runtimes that are offered live on the day', () => {
  it.each(Object.entries(clouds))(
    'on %s: Node 20 has ended by the end of October 2026',
    (provider, limits) => {
      const choice = { provider, runtimes: limits.runtimes, wallMs: onDay('2026-10-30') }
      expect(aliveMajors(choice)).not.toContain(20)
      expect(() => nodeMajorOf('nodejs20.x', choice)).toThrow(
        expect.objectContaining({
          message: expect.stringMatching(/Node 20 ended there on 2026-\d\d-\d\d \(https:/),
          hint: expect.not.stringContaining('20'),
        }),
      )
    },
  )

  it('the default is the first that lives: Google leaves Node 22 when that ends', () => {
    const choice = { provider: 'Google', runtimes: googleLimits.runtimes }
    expect(nodeMajorOf(undefined, { ...choice, wallMs: onDay('2027-10-30') })).toBe(22)
    expect(nodeMajorOf(undefined, { ...choice, wallMs: onDay('2027-10-31') })).toBe(24)
  })

  it('a version that is newer than the list is for the platform to judge, where it may have one', () => {
    const wallMs = onDay('2027-01-01')
    expect(nodeMajorOf('28', { provider: 'Google', runtimes: googleLimits.runtimes, wallMs })).toBe(28)
    expect(() => nodeMajorOf('28', { provider: 'Vercel', runtimes: vercelLimits.runtimes, wallMs })).toThrow(
      expect.objectContaining({ code: 'cannot-deploy' }),
    )
  })
})
