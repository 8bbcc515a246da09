import { randomName } from '../../core/ids.ts'
import { WORKER_MEMORY_MB } from '../../engine/engine-options.ts'
import { aboutWrapper } from '../entry-module.ts'
import { factsOf } from '../prepare-once.ts'
import type { DeployPlan, DeploySpec, PlannedTarget } from '../provider.ts'
import { publicUrl } from '../public-url.ts'
import { newRemoteName } from '../remote-name.ts'
import { targetIds } from '../target-ids.ts'
import { type CloudflareApi, openCloudflareApi } from './cloudflare-api.ts'
import { findAccount, findProjectAccount } from './find-account.ts'
import type { CloudflareOptions } from './options.ts'
import type { CloudflareContext } from './requests.ts'
import { readSubdomain } from './subdomain.ts'
import type { WorkerCode } from './worker-package.ts'

/** A plan with the package that was made for it. */
export interface CloudflarePlan extends DeployPlan<CloudflareOptions> {
  readonly packed: WorkerCode
  readonly account: string
  readonly subdomain: string
}

/** What a cold start of a deployed Worker is: nobody outside can tell when the platform started the isolate. */
const COLD_MEANS = 'first request after a deploy, or to an isolate that had served none'

/** What nobody has seen on the real platform, and is handled either way. */
const UNVERIFIED =
  "not yet run against a real account: the replies are taken from Cloudflare's published types, and a new address is given 2 minutes and a new version 5 s (docs/PROVIDERS.md)"

/**
 * What a deploy will make. Reads the account and its workers.dev subdomain.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planCloudflare(
  spec: DeploySpec<CloudflareOptions>,
  context: CloudflareContext,
): Promise<CloudflarePlan> {
  const packed = await context.pack(spec)
  const api = await openCloudflareApi(context)
  const account = await accountFor(spec, packed, api, context)
  const subdomain = await readSubdomain(api, account)
  const deploymentId = `cloudflare-${spec.runId}-${randomName(8)}`
  const scripts = spec.replicas === 1 ? 'one Worker' : `${spec.replicas} Workers`
  return {
    spec,
    deploymentId,
    packed,
    account,
    subdomain,
    preview: {
      provider: 'Cloudflare',
      account,
      creates: [`${scripts} coldstart-….${subdomain}.workers.dev, open to everybody`],
      cost: 'nothing until it is invoked; 100,000 requests a day are free',
      notes: [
        `a cold start means: ${COLD_MEANS}; not Cloudflare's cold start`,
        UNVERIFIED,
        ...aboutWranglerFile(packed),
        ...aboutWrapper(spec),
      ],
      package: factsOf(packed.code),
    },
    targets: plannedTargets(deploymentId, spec, packed),
    measuredAt: workerUrl('coldstart', subdomain, context),
  }
}

/** The sample has no wrangler file of its own. */
function accountFor(
  { options: { account: asked }, workload }: DeploySpec<CloudflareOptions>,
  { settings }: WorkerCode,
  api: CloudflareApi,
  context: CloudflareContext,
): Promise<string> {
  if ('file' in workload) return findAccount(api, context, { asked, inFile: settings.account })
  return findProjectAccount(api, context, asked)
}

/** What its project says of the Worker, and this deployment has not. */
function aboutWranglerFile({ settings: { localFiles = [], aside = [] } }: WorkerCode): string[] {
  // wrangler keeps them from deployments too: their secrets are set apart.
  const forLocalRuns = `${localFiles.join(' and ')}: for local runs, and not uploaded; --env and --env-file give secrets`
  const notFollowed = `${aside.join(', ')} of the wrangler file: not followed`
  return [...(localFiles.length > 0 ? [forLocalRuns] : []), ...(aside.length > 0 ? [notFollowed] : [])]
}

function plannedTargets(
  deployment: string,
  { replicas, runId }: DeploySpec<CloudflareOptions>,
  { code, settings }: WorkerCode,
): PlannedTarget[] {
  return targetIds(['cloudflare'], replicas).map((id, replica) => ({
    id,
    provider: 'cloudflare',
    platform: 'cloud' as const,
    deployment,
    functionName: newRemoteName(runId),
    memoryMb: WORKER_MEMORY_MB,
    runtime: 'workerd',
    replica: replica + 1,
    group: 'cloudflare',
    facts: {
      // It had to be called to see that it is there.
      freshlyDeployed: false,
      coldMeans: COLD_MEANS,
      parity: {
        packageSha256: code.sha256,
        concurrencyPerInstance: 'platform default',
        own: {
          'compatibility date': settings.compatibilityDate,
          ...(settings.aside && { 'not followed': settings.aside.join(', ') }),
        },
      },
    },
  }))
}

/** Where a Worker is reached. @param subdomain the account's part of the name */
export function workerUrl(name: string, subdomain: string, context: CloudflareContext): string {
  return publicUrl('workers.dev', `${name}.${subdomain}.workers.dev`, '/', context)
}
