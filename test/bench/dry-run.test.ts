import { describe, expect, it, onTestFinished } from 'vitest'
import { environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { startGoogleCloud } from '../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../support/google-stand-in/google-context.ts'
import { runInProcess } from '../support/run-in-process.ts'
import {
  type CloudflareStandInOptions,
  startCloudflareStandIn,
} from '../support/stand-in/cloudflare-stand-in.ts'
import { startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Cloud {
  readonly env: Record<string, string>
  /** How many things were made. */
  made(): number
}

const token = 'planted-token'

async function lambda({ concurrency = 1000 } = {}): Promise<Cloud> {
  const aws = await startAwsStandIn()
  onTestFinished(() => aws.close())
  aws.cloud.concurrency = concurrency
  return { env: environmentFor(aws), made: () => aws.cloud.functions.size + aws.cloud.roles.size }
}

async function vercel(): Promise<Cloud> {
  const standIn = await startVercelStandIn({ token })
  onTestFinished(() => standIn.close())
  const env = { VERCEL_TOKEN: token, COLDSTART_BASE_URLS: listed(standIn.baseUrls) }
  return { env, made: () => standIn.projects.size }
}

async function netlify(): Promise<Cloud> {
  const standIn = await startNetlifyStandIn({ token })
  onTestFinished(() => standIn.close())
  const env = { NETLIFY_AUTH_TOKEN: token, COLDSTART_BASE_URLS: listed(standIn.baseUrls) }
  return { env, made: () => standIn.sites.size }
}

async function google({ disabledServices = [] as string[] } = {}): Promise<Cloud> {
  const cloud = await startGoogleCloud()
  onTestFinished(() => cloud.close())
  cloud.settings.disabledServices = disabledServices
  const env = { ...googleEnv(cloud, 'user'), COLDSTART_BASE_URLS: listed(cloud.baseUrls) }
  return { env, made: () => cloud.functions.size }
}

async function cloudflare(given: Partial<CloudflareStandInOptions> = {}): Promise<Cloud> {
  const standIn = await startCloudflareStandIn({ token, ...given })
  onTestFinished(() => standIn.close())
  const env = { CLOUDFLARE_API_TOKEN: token, COLDSTART_BASE_URLS: listed(standIn.baseUrls) }
  return { env, made: () => standIn.scripts.size }
}

function listed(baseUrls: Readonly<Record<string, string>>): string {
  return Object.entries(baseUrls)
    .map(([name, url]) => `${name}=${url}`)
    .join(',')
}

type Refusal = readonly [kind: string, cloud: () => Promise<Cloud>, id: string, flags: string]

const refusals: readonly Refusal[] = [
  ['a memory size it has not', lambda, 'lambda', '--memory 64'],
  ['an architecture it has not', lambda, 'lambda', '--architecture riscv'],
  ['a region there is not', lambda, 'lambda', '--region nowhere'],
  ['more replicas than the account runs at once', () => lambda({ concurrency: 2 }), 'lambda', '--replicas 3'],
  ['no function in the folder', lambda, 'lambda', '--fixture .'],
  ['an option it does not know', lambda, 'lambda', '--lambda-mode socket'],
  ['a memory size it has not', vercel, 'vercel', '--memory 512'],
  ['another language', vercel, 'vercel', '--runtime ruby3.3'],
  ['a region of another platform', vercel, 'vercel', '--region us-east-1'],
  ['no function in the folder', vercel, 'vercel', '--fixture .'],
  ['a token that is refused', () => withToken(vercel, 'VERCEL_TOKEN'), 'vercel', '--replicas 1'],
  ['a memory size it has not', netlify, 'netlify', '--memory 512'],
  ['another architecture', netlify, 'netlify', '--architecture arm64'],
  ['a team that the account has not', netlify, 'netlify', '--netlify-account nobody'],
  ['a site that is not there', netlify, 'netlify', '--netlify-site nothing'],
  ['no function in the folder', netlify, 'netlify', '--fixture .'],
  ['a token that is refused', () => withToken(netlify, 'NETLIFY_AUTH_TOKEN'), 'netlify', '--replicas 1'],
  ['another language', google, 'google', '--runtime ruby3.4'],
  ['another architecture', google, 'google', '--architecture arm64'],
  ['no function in the folder', google, 'google', '--fixture .'],
  [
    'an API that is off',
    () => google({ disabledServices: ['cloudfunctions.googleapis.com'] }),
    'google',
    '--replicas 1',
  ],
]

const workerRefusals: readonly Refusal[] = [
  ['a size', cloudflare, 'cloudflare', '--memory 256'],
  ['a region', cloudflare, 'cloudflare', '--region fra'],
  ['a runtime', cloudflare, 'cloudflare', '--runtime nodejs24.x'],
  ['an architecture', cloudflare, 'cloudflare', '--architecture arm64'],
  ['a time-out', cloudflare, 'cloudflare', '--function-timeout 5s'],
  ['no function in the folder', cloudflare, 'cloudflare', '--fixture .'],
  ['an account that it does not see', cloudflare, 'cloudflare', '--cloudflare-account nobody'],
  ['several accounts', () => cloudflare({ accounts: ['a', 'b'] }), 'cloudflare', '--replicas 1'],
  ['no subdomain', () => cloudflare({ hasNoSubdomain: true }), 'cloudflare', '--replicas 1'],
  ['a token that is refused', () => withToken(cloudflare, 'CLOUDFLARE_API_TOKEN'), 'cloudflare', '--seed 1'],
]

async function withToken(start: () => Promise<Cloud>, variable: string): Promise<Cloud> {
  const cloud = await start()
  return { ...cloud, env: { ...cloud.env, [variable]: 'another-token' } }
}

describe('a dry run refuses what the run would be refused, in the same words, and makes nothing', () => {
  it.each([...refusals, ...workerRefusals].map((one) => [one[2], one[0], one] as const))(
    '%s: %s',
    async (_, __, refusal) => {
      const [, start, id, flags] = refusal
      const { env, made } = await start()
      const cwd = temporaryFolder()
      const line = `bench --provider ${id} --deploy --yes --cold 1 --warm 0 ${flags}`.split(' ')
      const dry = await runInProcess([...line, '--dry-run'], { cwd, env })
      const run = await runInProcess(line, { cwd, env })
      expect(dry.stderr).toMatch(/^error: /m)
      expect([dry.code, errorOf(dry.stderr)]).toEqual([run.code, errorOf(run.stderr)])
      expect(made()).toBe(0)
    },
  )
})

it('a dry run without credentials says what it could not ask, and prints the plan all the same', async () => {
  const line = 'bench --provider vercel --deploy --yes --dry-run'.split(' ')
  const dry = await runInProcess(line, { cwd: temporaryFolder(), env: {} })
  expect(dry.code).toBe(0)
  expect(dry.stderr).toContain('Not checked with vercel: ')
  expect(dry.stdout).toContain('vercel')
})

/** The last error with its hint, as a user reads it. */
function errorOf(stderr: string): string {
  return stderr.slice(stderr.lastIndexOf('error: '))
}

describe('coldstart bench --dry-run without a cloud', () => {
  it('refuses to evict a URL, as the run does', async () => {
    const words = ['bench', '--target', 'mine=http://127.0.0.1:1/', '--cold-by', 'evict']
    const [dry, run] = [await runInProcess([...words, '--dry-run']), await runInProcess(words)]
    expect(dry.code).toBe(run.code)
    expect(dry.stderr).toContain('mine')
    expect(dry.stderr).toBe(run.stderr)
  })

  it('lets the engine run as many environments at once as a burst needs, and says what they take', async () => {
    const words = ['bench', '--provider', 'lambda', '--burst', '20', '--cold', '20', '--dry-run']
    const { code, stdout } = await runInProcess(words)
    expect(code).toBe(0)
    expect(stdout).toContain('a burst runs 20 environments at once')
  })

  it('refuses a burst beyond what the engine may run at once', async () => {
    const words = ['bench', '--provider', 'lambda', '--burst', '90000', '--dry-run']
    const { code, stderr } = await runInProcess(words)
    expect(code).toBe(2)
    expect(stderr).toMatch(/burst of 90000 is more than the \d+ invocations that the local engine/)
  })
})
