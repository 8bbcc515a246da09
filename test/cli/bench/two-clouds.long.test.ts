import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import { environmentFor, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { engineHost } from '../../support/aws-stand-in/function-host.ts'
import { fakeIo } from '../../support/fake-io.ts'
import { startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../../support/google-stand-in/google-context.ts'
import { hurriedClock } from '../../support/hurried-clock.ts'
import { recordedFile } from '../../support/recorded-samples.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { runInEngine } from '../../support/stand-in/engine-runner.ts'
import { startNetlifyStandIn } from '../../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const token = 'planted-token'
const few = '--deploy --yes --cold 6 --warm 0 --cold-by evict --replicas 6'

function listed(...baseUrls: Readonly<Record<string, string>>[]): string {
  return baseUrls
    .flatMap((urls) => Object.entries(urls))
    .map(([name, url]) => `${name}=${url}`)
    .join(',')
}

async function lambda() {
  const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }
  const aws = await startAwsStandIn({ host: engineHost(), pace })
  onTestFinished(() => aws.close())
  return aws
}

it('Lambda and Google are deployed at the larger of their defaults', async () => {
  const [aws, google] = [await lambda(), await startGoogleCloud()]
  onTestFinished(() => google.close())
  const sizes: unknown[] = []
  google.onCall = (rpc: string) => {
    if (rpc !== 'CreateFunction') return
    for (const { resource } of google.functions.values())
      sizes.push((resource.serviceConfig as { availableMemory: string }).availableMemory)
  }
  const env = {
    ...environmentFor(aws),
    ...googleEnv(google, 'user'),
    COLDSTART_BASE_URLS: listed(google.baseUrls),
  }
  const line = `bench --provider lambda,google ${few}`
  const { stderr } = await runInProcess(line.split(' '), { env })
  const made = aws.calls.filter(({ operation }) => operation === 'CreateFunction')
  expect(made.map(({ input }) => input.MemorySize)).toEqual(Array(6).fill(1024))
  expect(sizes, stderr).toContain('1024M')
  expect(stderr).toContain('1024 MB in place of the platform')
})

it('memory that differs all the same stands in the headline’s own sentence', async () => {
  const aws = await lambda()
  const netlify = await startNetlifyStandIn({ token, run: runInEngine, states: [] })
  onTestFinished(() => netlify.close())
  const env = {
    ...environmentFor(aws),
    NETLIFY_AUTH_TOKEN: token,
    COLDSTART_BASE_URLS: listed(netlify.baseUrls),
  }
  const line = `bench --provider lambda,netlify --memory 512 ${few}`
  const { stdout, stderr } = await runInProcess(line.split(' '), { env })
  expect(stdout.replace(/\s+/g, ' '), stderr).toMatch(
    /differ in memory: (512 MB against 1024 MB|1024 MB against 512 MB)\)/,
  )
})

it('a run over a quota goes on where --over-quota says that the account has more, and not without', async () => {
  const vercel = await startVercelStandIn({ token, run: runInEngine, states: [] })
  onTestFinished(() => vercel.close())
  const env = { VERCEL_TOKEN: token, COLDSTART_BASE_URLS: listed(vercel.baseUrls) }
  const cwd = temporaryFolder()
  const io = fakeIo({ cwd, env, clock: hurriedClock })
  const words = '--provider vercel --deploy --yes --over-quota --cold 101 --warm 0 --cold-by evict --keep'
  const running = main(['bench', ...words.split(' ')], io)
  await expect.poll(() => io.written.stderr).toContain('first cold start')
  io.signal('SIGINT')
  await running
  const path = recordedFile(cwd)
  // As a run that was begun when the plan was within what the platform had.
  writeFileSync(
    path,
    readFileSync(path, 'utf8')
      .replace('"overQuota":true', '"overQuota":false')
      .replace('"keep":true', '"keep":false'),
  )
  await runInProcess(['destroy', '--all', '--yes'], { cwd, env })
  const refused = await runInProcess(['resume', '--yes'], { cwd, env })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--over-quota') })
  expect(vercel.projects.size).toBe(0)
  const gone = fakeIo({ cwd, env, clock: hurriedClock })
  const again = main(['resume', '--yes', '--over-quota'], gone)
  await expect.poll(() => vercel.projects.size).toBe(1)
  gone.signal('SIGINT')
  await again
  expect(vercel.projects.size).toBe(0)
})
