import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/core/system-clock.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { startVercelStandIn } from '../../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const clouds = (words: string) => `bench --deploy --yes --dry-run ${words}`.split(' ')
const evicting = '--provider vercel --cold-by evict --warm 0 --cold 150'

describe('a plan over a quota', () => {
  it('counts forced cold starts that are deployments against the day, and is refused', async () => {
    const { code, stderr, stdout } = await runInProcess(clouds(evicting))
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/151 deployments on vercel, where the plan Hobby has 100 a day \(https:.*2026/)
    expect(stderr).toMatch(/--over-quota/)
  })

  it('is printed where --over-quota says that the account has more', async () => {
    const { code, stdout } = await runInProcess(clouds(`${evicting} --over-quota`))
    expect(code).toBe(0)
    expect(stdout).toContain('151 of 100 deployments a day (Hobby)')
  })

  it.each(['variable', 'file'])('is allowed by the %s too', async (by) => {
    const cwd = temporaryFolder()
    if (by === 'file') writeFileSync(join(cwd, 'coldstart.config.json'), '{"overQuota":true}')
    const env = by === 'variable' ? { COLDSTART_OVER_QUOTA: 'true' } : {}
    expect(await runInProcess(clouds(evicting), { cwd, env })).toMatchObject({ code: 0 })
  })

  it('is within the day with replicas, which one deployment makes all cold', async () => {
    const { code, stdout } = await runInProcess(clouds(`${evicting} --replicas 10`))
    expect(code).toBe(0)
    expect(stdout).toContain('16 of 100 deployments a day')
  })

  it('is the sum of all deployments of a matrix', async () => {
    const words = '--provider vercel --cold-by evict --warm 0 --cold 50 --memory 2048,4096'
    const { code, stderr } = await runInProcess(clouds(words))
    expect(code).toBe(2)
    expect(stderr).toContain('102 deployments')
  })

  it('counts 15 credits for each production deploy on Netlify, with their price; drafts take none', async () => {
    const words = '--provider netlify --cold-by evict --warm 0 --cold 20'
    // Before the price list is so old that its age is said, which names the credits too.
    const drafts = await runInProcess(clouds(words), { clock: createFakeClock() })
    expect(drafts.stdout).toContain('21 of 100 deploys by the API a day')
    expect(drafts.stdout).not.toContain('credits')
    const production = await runInProcess(clouds(`${words} --netlify-production`))
    expect(production).toMatchObject({ code: 2 })
    expect(production.stderr).toContain('315 credits on netlify, where the plan Free has 300 a month')
    const forced = await runInProcess(clouds(`${words} --netlify-production --over-quota`))
    expect(forced.stdout).toMatch(/315 of 300 credits a month \(Free\) · \$3\.15/)
  })

  it('is refused before anything is made, with credentials too', async () => {
    const token = 'planted-token'
    const standIn = await startVercelStandIn({ token })
    onTestFinished(() => standIn.close())
    const urls = Object.entries(standIn.baseUrls).map(([name, url]) => `${name}=${url}`)
    const env = { VERCEL_TOKEN: token, COLDSTART_BASE_URLS: urls.join(',') }
    const run = await runInProcess(
      clouds(evicting).filter((word) => word !== '--dry-run'),
      { env },
    )
    const dry = await runInProcess(clouds(evicting), { env })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('151 deployments')
    expect(dry.stderr).toBe(run.stderr)
    expect(standIn.projects.size).toBe(0)
  })

  it('has no effect on the local engine, and is refused there', async () => {
    const { code, stderr } = await runInProcess(['bench', '--over-quota', '--dry-run'])
    expect(code).toBe(2)
    expect(stderr).toContain('--over-quota has no effect')
  })
})

describe('what a plan costs', () => {
  it('is reckoned with the memory that is deployed where nobody names one', async () => {
    const { stdout } = await runInProcess(clouds('--provider vercel --cold 1'))
    expect(stdout).toMatch(/^vercel: .*at 2048 MB \(prices of/m)
  })

  it('says when prices and limits were read more than 180 days ago, by the clock it is given', async () => {
    const later = { ...systemClock, wallMs: () => Date.parse('2027-04-20') }
    const words = clouds('--provider vercel --cold 1')
    const { stdout } = await runInProcess(words, { clock: later })
    expect(stdout).toMatch(
      /The price list was read 194 days ago, on 2026-10-08, and may have changed: https:/,
    )
    expect(stdout).toMatch(/The quota of deployments was read 231 days ago/)
    const doctor = await runInProcess(['doctor', 'vercel'], { clock: later })
    expect(doctor.stdout).toMatch(/warning {2}known facts: The price list was read 194 days ago/)
    const now = { ...systemClock, wallMs: () => Date.parse('2026-11-28') }
    expect((await runInProcess(words, { clock: now })).stdout).not.toContain('days ago')
  })
})

describe('unequal memory', () => {
  it('is made equal at the larger of the defaults where both platforms can', async () => {
    const { stdout } = await runInProcess(clouds('--provider lambda,google --cold 1'))
    expect(stdout).toMatch(/^lambda: .*at 1024 MB/m)
    expect(stdout).toMatch(/^google: .*at 1024 MB/m)
  })

  it('stays where a platform lets nobody choose without a paid plan', async () => {
    const { stdout } = await runInProcess(clouds('--provider netlify,vercel,lambda --cold 1'))
    expect(stdout).toMatch(/^netlify: .*at 1024 MB/m)
    expect(stdout).toMatch(/^vercel: .*at 2048 MB/m)
    expect(stdout).toMatch(/^lambda: .*at 2048 MB/m)
  })

  it('is what was asked for where a size is named, and the default where a platform is alone', async () => {
    const named = await runInProcess(clouds('--provider lambda,google --cold 1 --memory 512'))
    expect(named.stdout).toMatch(/^google: .*at 512 MB/m)
    const alone = await runInProcess(clouds('--provider google --cold 1'))
    expect(alone.stdout).toMatch(/^google: .*at 256 MB/m)
  })
})
