import { describe, expect, it, onTestFinished } from 'vitest'
import { runInProcess } from '../../support/run-in-process.ts'
import { startNetlifyStandIn } from '../../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../../support/stand-in/vercel-stand-in.ts'

const line = (words: string) => `bench --deploy --yes ${words}`.split(' ')
const nowhere = { METADATA_SERVER_DETECTION: 'none', AWS_EC2_METADATA_DISABLED: 'true' }

describe('what is missing is said at once', () => {
  it('for every cloud of a run, each with its remedy, before anything is made', async () => {
    const { code, stderr } = await runInProcess(line('--provider lambda,vercel,netlify'), { env: nowhere })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: These 4 problems must be solved first:/m)
    expect(stderr).toContain('No AWS region is set')
    expect(stderr).toContain('No AWS credentials were found')
    expect(stderr).toMatch(/There are no credentials for Vercel.*\n.*VERCEL_TOKEN/)
    expect(stderr).toMatch(/There are no credentials for Netlify.*\n.*NETLIFY_AUTH_TOKEN/)
  })

  it('in a dry run, for all clouds that cannot be asked', async () => {
    const words = line('--provider google,vercel,netlify --dry-run')
    const { code, stderr } = await runInProcess(words, { env: nowhere })
    expect(code).toBe(0)
    expect(stderr).toMatch(/Not checked with google: .*project.*credentials/is)
    expect(stderr).toContain('Not checked with vercel: ')
    expect(stderr).toContain('Not checked with netlify: ')
  })

  it('in a dry run, for all clouds that refuse', async () => {
    const [vercel, netlify] = [
      await startVercelStandIn({ token: 'known' }),
      await startNetlifyStandIn({ token: 'known' }),
    ]
    onTestFinished(async () => {
      await vercel.close()
      await netlify.close()
    })
    const urls = Object.entries({ ...vercel.baseUrls, ...netlify.baseUrls }).map((pair) => pair.join('='))
    const env = {
      VERCEL_TOKEN: 'wrong-token',
      NETLIFY_AUTH_TOKEN: 'wrong-token',
      COLDSTART_BASE_URLS: urls.join(','),
    }
    const { code, stderr } = await runInProcess(line('--provider vercel,netlify --dry-run'), { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: These 2 problems must be solved first:/m)
    expect(stderr).toMatch(/Vercel does not let.*Netlify does not let/s)
  })
})
