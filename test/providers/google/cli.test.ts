import { afterEach, describe, expect, it } from 'vitest'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../../support/google-stand-in/google-context.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let cloud: GoogleCloud
afterEach(async () => {
  expect(cloud.refusals).toEqual([])
  await cloud.close()
})

describe('coldstart on Google Cloud, from the command line', () => {
  it('says what is missing, deploys, lists, measures and destroys', async () => {
    const coldstart = await start()
    const doctor = await coldstart('doctor google')
    expect([doctor.code, doctor.stdout]).toEqual([
      0,
      expect.stringContaining('stand-in (GOOGLE_CLOUD_PROJECT)'),
    ])

    const made = await coldstart('deploy google --yes --google-invoker public --google-cpu 1 --replicas 2')
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('project stand-in')])
    expect(cloud.functions.size).toBe(2)
    expect((await coldstart('list')).stdout).toMatch(/coldstart-\S+-2\n/)

    const gone = await coldstart('destroy --all --yes')
    expect(gone.code).toBe(0)
    expect(gone.stderr).toContain('gcf-artifacts')
    expect([cloud.functions.size, cloud.services.size]).toEqual([0, 0])
  })

  it('benches with forced colds, and takes everything down afterwards', async () => {
    const coldstart = await start()
    const line =
      'bench --provider google --deploy --yes --cold-by evict --cold 2 --warm 2 --format json --samples'
    const { code, stdout, stderr } = await coldstart(line)
    expect(stderr).not.toMatch(/error/i)
    expect(code).toBe(0)
    const { samples, targets } = JSON.parse(stdout)
    expect(targets).toMatchObject([
      {
        id: 'google',
        handle: { invoker: 'public' },
        facts: { parity: { concurrencyPerInstance: 1 } },
      },
    ])
    const seen = samples.map(
      ({ intended, observed, coldBy }: Record<string, string>) => `${intended} ${coldBy ?? ''} ${observed}`,
    )
    expect(seen).toContain('cold evict cold')
    expect(seen.filter((line: string) => /^cold .* warm$|^warm .* cold$/.test(line))).toEqual([])
    expect(cloud.functions.size).toBe(0)
  })
})

async function start() {
  cloud = await startGoogleCloud()
  cloud.settings.operationPolls = 1
  const cwd = temporaryFolder()
  const urls = Object.entries(cloud.baseUrls).map(([name, url]) => `${name}=${url}`)
  const env = { ...googleEnv(cloud, 'user'), COLDSTART_BASE_URLS: urls.join(',') }
  return (line: string) => runInProcess(line.split(' '), { cwd, env })
}
