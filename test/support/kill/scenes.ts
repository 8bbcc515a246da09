import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../../src/core/clock.ts'
import { contentsOf, putFunction } from '../aws-stand-in/aws-cloud.ts'
import { type AwsStandIn, environmentFor, startAwsStandIn } from '../aws-stand-in/aws-stand-in.ts'
import { startGoogleCloud } from '../google-stand-in/google-cloud.ts'
import { googleEnv } from '../google-stand-in/google-context.ts'
import { startCloudflareStandIn } from '../stand-in/cloudflare-stand-in.ts'
import { startNetlifyStandIn } from '../stand-in/netlify-stand-in.ts'
import type { StandIn } from '../stand-in/stand-in.ts'
import { startVercelStandIn } from '../stand-in/vercel-stand-in.ts'
import type { Scene } from './scene.ts'

/** AWS that changes state after one look, so that a matrix of kills has no more calls than it needs. */
export const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }

const token = 'planted-token'
const theirs = { DATABASE_URL: 'postgres://db', LEVEL: 'debug' }

function onAws(aws: AwsStandIn, spec: Scene['spec'], left: () => string[]): Scene {
  return {
    provider: 'lambda',
    env: environmentFor(aws),
    baseUrls: {},
    spec,
    listen(listener) {
      aws.onCall = listener && ((_, moment) => (moment === 'after' ? listener() : undefined))
    },
    lastCall: () => aws.calls.at(-1)?.operation ?? 'nothing',
    left,
    faults: () => aws.refusals,
    close: () => aws.close(),
  }
}

/** A function with everything that a deployment to Lambda may have. */
export async function lambda(): Promise<Scene> {
  const aws = await startAwsStandIn({ pace })
  return onAws(aws, { schedule: '0 5 * * *', options: { mode: 'url' } }, () => contentsOf(aws.cloud))
}

/** A function of the user's on Lambda, whose variables must be what they were. */
export async function lambdaOfTheUser(): Promise<Scene> {
  const aws = await startAwsStandIn({ pace })
  putFunction(aws.cloud, 'checkout', { Environment: { Variables: { ...theirs } } })
  return onAws(aws, { options: { functionName: 'checkout' } }, () => {
    const { Environment } = aws.cloud.functions.get('checkout')?.configuration ?? {}
    const changed = isDeepStrictEqual(Environment, { Variables: theirs }) ? [] : ['changed variables']
    return [...changed, ...contentsOf(aws.cloud).filter((one) => one !== 'function checkout')]
  })
}

/** A function with a schedule on Google Cloud. */
export async function google(clock: Clock): Promise<Scene> {
  const cloud = await startGoogleCloud()
  cloud.clock = clock
  cloud.settings.operationPolls = 1
  return {
    provider: 'google',
    env: googleEnv(cloud, 'user'),
    baseUrls: cloud.baseUrls,
    spec: { schedule: '0 5 * * *' },
    listen(listener) {
      cloud.onCall = listener
    },
    lastCall: () => cloud.calls.at(-1) ?? 'nothing',
    left: () => [...cloud.functions.keys(), ...cloud.services.keys(), ...cloud.jobs.keys()],
    faults: () => cloud.refusals,
    close: () => cloud.close(),
  }
}

function onRest(
  provider: string,
  standIn: StandIn & { readonly baseUrls: Scene['baseUrls'] },
  options: object,
  left: () => string[],
): Scene {
  return {
    provider,
    env: { VERCEL_TOKEN: token, NETLIFY_AUTH_TOKEN: token, CLOUDFLARE_API_TOKEN: token },
    baseUrls: standIn.baseUrls,
    spec: { options },
    listen: (listener) => standIn.onCall(listener ?? (() => {})),
    lastCall: () => standIn.calls.at(-1) ?? 'nothing',
    left,
    faults: () => standIn.refusals,
    close: () => standIn.close(),
  }
}

/** A project and its deployment on Vercel. */
export async function vercel(clock: Clock): Promise<Scene> {
  const standIn = await startVercelStandIn({ token, clock, states: [] })
  return onRest('vercel', standIn, {}, () => [...standIn.projects.keys(), ...standIn.deployments.keys()])
}

/** A Worker on Cloudflare. */
export async function cloudflare(clock: Clock): Promise<Scene> {
  const standIn = await startCloudflareStandIn({ token, clock })
  return onRest('cloudflare', standIn, {}, () => [...standIn.scripts.keys()])
}

/** A site and its deploy on Netlify. */
export async function netlify(clock: Clock): Promise<Scene> {
  const standIn = await startNetlifyStandIn({ token, clock, states: [] })
  return onRest('netlify', standIn, {}, () => [...standIn.sites.keys(), ...standIn.deploys.keys()])
}

/** A deploy on a site of the user's, which must stay. */
export async function netlifyOnTheUsersSite(clock: Clock): Promise<Scene> {
  const standIn = await startNetlifyStandIn({ token, clock, states: [] })
  const { id } = standIn.addSite('my-blog')
  return onRest('netlify', standIn, { site: id }, () => [
    ...(standIn.sites.has(id) ? [] : ["the user's site is gone"]),
    ...[...standIn.sites.keys()].filter((one) => one !== id),
    ...standIn.deploys.keys(),
  ])
}
