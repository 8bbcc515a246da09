import { expect, onTestFinished } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import { contentsOf } from './aws-stand-in/aws-cloud.ts'
import { environmentFor, startAwsStandIn } from './aws-stand-in/aws-stand-in.ts'
import { engineHost as lambdaHost } from './aws-stand-in/function-host.ts'
import { engineHost as googleHost } from './google-stand-in/engine-host.ts'
import type { FunctionHost } from './google-stand-in/function-host.ts'
import { startGoogleCloud } from './google-stand-in/google-cloud.ts'
import { googleEnv } from './google-stand-in/google-context.ts'
import { runInProcess } from './run-in-process.ts'
import { failuresOf, timedOf } from './sample-failures.ts'
import { startCloudflareStandIn } from './stand-in/cloudflare-stand-in.ts'
import { runInEngine } from './stand-in/engine-runner.ts'
import { type NetlifyStandInOptions, startNetlifyStandIn } from './stand-in/netlify-stand-in.ts'
import { startVercelStandIn, type VercelStandInOptions } from './stand-in/vercel-stand-in.ts'

export const planted = 'planted-token-0123456789'
const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }

/** One of the clouds on loopback, whose functions run on the local engine as they were uploaded. */
export interface RunningCloud {
  /** What a shell has that `coldstart` meets it by. */
  readonly env: Readonly<Record<string, string>>
  /** How many calls its API had. */
  calls(): number
  /** What is there of anybody's. */
  contents(): readonly string[]
  /** Calls that the platform would not take. */
  refusals(): readonly string[]
}

const starters = {
  lambda: startLambda,
  vercel: startVercel,
  netlify: startNetlify,
  google: startGoogle,
  cloudflare: startCloudflare,
}
export type CloudName = keyof typeof starters

/** The clouds that are named, gone after the test, as one shell meets them. */
export async function startClouds(names: readonly CloudName[]): Promise<RunningCloud> {
  const all = await Promise.all(names.map((name) => starters[name]()))
  const bases = all.flatMap(({ env }) => (env as Record<string, string>).COLDSTART_BASE_URLS ?? [])
  const env = Object.assign({}, ...all.map((cloud) => cloud.env))
  return {
    env: { ...env, ...(bases.length > 0 && { COLDSTART_BASE_URLS: bases.join(',') }) },
    calls: () => all.reduce((sum, { calls }) => sum + calls(), 0),
    contents: () => all.flatMap(({ contents }) => contents()),
    refusals: () => all.flatMap(({ refusals }) => refusals()),
  }
}

export async function startLambda() {
  const aws = await startAwsStandIn({ pace, host: lambdaHost() })
  onTestFinished(() => aws.close())
  return {
    aws,
    env: environmentFor(aws),
    calls: () => aws.calls.length,
    contents: () => contentsOf(aws.cloud),
    refusals: () => aws.refusals,
  }
}

export async function startVercel(where: Pick<VercelStandInOptions, 'team'> = {}) {
  const standIn = await startVercelStandIn({ token: planted, states: [], run: runInEngine, ...where })
  onTestFinished(() => standIn.close())
  return {
    standIn,
    env: { VERCEL_TOKEN: planted, ...basesOf(standIn.baseUrls) },
    calls: () => standIn.calls.length,
    contents: () => [...standIn.projects.keys(), ...standIn.deployments.keys()],
    refusals: () => standIn.refusals,
  }
}

export async function startNetlify(where: Pick<NetlifyStandInOptions, 'teams'> = {}) {
  const standIn = await startNetlifyStandIn({ token: planted, states: [], run: runInEngine, ...where })
  onTestFinished(() => standIn.close())
  return {
    standIn,
    env: { NETLIFY_AUTH_TOKEN: planted, ...basesOf(standIn.baseUrls) },
    calls: () => standIn.calls.length,
    contents: () => [...standIn.sites.keys(), ...standIn.deploys.keys()],
    refusals: () => standIn.refusals,
  }
}

export async function startCloudflare() {
  const standIn = await startCloudflareStandIn({ token: planted, run: runInEngine })
  onTestFinished(() => standIn.close())
  return {
    standIn,
    env: { CLOUDFLARE_API_TOKEN: planted, ...basesOf(standIn.baseUrls) },
    calls: () => standIn.calls.length,
    contents: () => [...standIn.scripts.keys()],
    refusals: () => standIn.refusals,
  }
}

export async function startGoogle(host: FunctionHost = googleHost) {
  const cloud = await startGoogleCloud(host)
  cloud.settings.operationPolls = 1
  onTestFinished(() => cloud.close())
  return {
    cloud,
    env: { ...googleEnv(cloud, 'user'), ...basesOf(cloud.baseUrls) },
    calls: () => cloud.calls.length,
    contents: () => [...cloud.functions.keys(), ...cloud.services.keys(), ...cloud.jobs.keys()],
    refusals: () => cloud.refusals,
  }
}

function basesOf(urls: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(urls).map(([name, url]) => `${name}=${url}`)
  return { COLDSTART_BASE_URLS: pairs.join(',') }
}

const MEASURE = '--deploy --yes --cold-by evict --cold 2 --warm 1 --format json --samples --quiet'.split(' ')

/** A sample of a result, as far as these tests read it. */
export interface SeenSample {
  readonly target: string
  readonly round: number
  readonly intended: string
  readonly observed: string
  readonly evidence: string
  readonly instance?: { readonly reportedBy: string; readonly invocation: number }
  readonly phases: Readonly<Record<string, number>>
  readonly error?: { readonly kind: string; readonly message: string }
}

/** Measures on clouds, expecting that of each target samples could be timed, and that none of those failed. */
export async function benchDeployed(
  words: readonly string[],
  shell: { readonly env: Readonly<Record<string, string>>; readonly cwd: string; readonly clock?: Clock },
) {
  const { code, stdout, stderr } = await runInProcess(['bench', ...words, ...MEASURE], shell)
  expect(code, stderr).toBe(0)
  const result = JSON.parse(stdout)
  const samples = result.samples as readonly SeenSample[]
  expect(failuresOf(samples)).toEqual([])
  expect(targetsOf(timedOf(samples))).toEqual(targetsOf(samples))
  return { result, samples, stderr }
}

function targetsOf(samples: readonly SeenSample[]): ReadonlySet<string> {
  return new Set(samples.map(({ target }) => target))
}

/** What the samples that were meant to be cold turned out to be, and who says so. */
export function coldsOf(samples: readonly SeenSample[]) {
  const colds = samples.filter(({ intended }) => intended === 'cold')
  return colds.map(({ observed, evidence, instance }) => [observed, evidence, instance?.reportedBy])
}

/** A cold start that the wrapper tells of. */
export const PROVEN = ['cold', 'instance', 'wrapper']
