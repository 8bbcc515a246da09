import { randomName } from '../../core/ids.ts'
import type { Workload } from '../../workload/workload.ts'
import { openSource } from '../../workload/workload-source.ts'
import { textFile } from '../function-files.ts'
import { MARKER_PATH, VERIFY_FUNCTION } from '../marker.ts'
import type { DeploySpec } from '../provider.ts'
import { createDeploy, type DigestDeploy, uploadRequired, waitForDeploy } from './digest-deploy.ts'
import { zipFunction } from './function-zip.ts'
import type { NetlifyApi } from './netlify-api.ts'
import type { NetlifyContext } from './netlify-context.ts'
import type { NetlifyOptions } from './options.ts'
import { runtimeOf } from './refuse-impossible.ts'
import type { NetlifySite } from './site.ts'
import { verifyDeploy } from './verify.ts'

export const DEPLOY = 'netlify-deploy'
/** Netlify does not answer for a scheduled function by URL, so the schedule has a copy of its own. */
const SCHEDULED_FUNCTION = 'scheduled'

/** A deploy that has been seen to run our function. */
export interface Published {
  /** Host without scheme. */
  readonly host: string
  readonly sha256: string
}

export interface PublishRequest {
  readonly spec: DeploySpec<NetlifyOptions>
  readonly site: NetlifySite
  readonly deploymentId: string
}

/**
 * One deploy with every replica as a function of its own, verified. It is in the ledger before the call,
 * under its title, which is how a deploy whose id was never seen is found again.
 * @throws ColdstartError `remote-quota`, `remote-failed`, `login-wall`
 */
export async function publish(
  { spec, site, deploymentId }: PublishRequest,
  api: NetlifyApi,
  context: NetlifyContext,
): Promise<Published> {
  const generation = randomName(12)
  const title = `coldstart ${spec.runId} ${generation}`
  const { deploy, sha256 } = await makeDeploy(spec, site, title, generation, context)
  await context.pace.awaitTurn()
  const resource = { kind: DEPLOY, name: title, region: site.id, owned: true }
  await context.ledger.creating(deploymentId, resource)
  const made = await createDeploy(deploy, api)
  await context.ledger.created(deploymentId, { ...resource, id: made.id })
  await uploadRequired(made, deploy, api)
  const url = await waitForDeploy(site.id, made.id, api, context)
  const host = new URL(deploy.draft ? url : (site.url ?? url)).host
  await verifyDeploy({ host, generation, site }, context)
  return { host, sha256 }
}

async function makeDeploy(
  spec: DeploySpec<NetlifyOptions>,
  site: NetlifySite,
  title: string,
  generation: string,
  { bootstrap, clock }: NetlifyContext,
) {
  const { production } = spec.options
  const workload = await openNetlifyWorkload(spec)
  const shared = await bootstrap()
  const names = [...functionsOf(spec), VERIFY_FUNCTION, ...(spec.schedule ? [SCHEDULED_FUNCTION] : [])]
  const zips = await Promise.all(
    names.map((name) => zipFunction(name, workload, `${name} ${generation}`, shared)),
  )
  const marker = textFile(MARKER_PATH.slice(1), JSON.stringify({ generation }))
  const deploy: DigestDeploy = {
    siteId: site.id,
    title,
    draft: !production,
    files: [textFile('index.html', '<!doctype html><title>coldstart</title>\n'), marker],
    functions: zips,
    runtime: runtimeOf(spec.runtime, clock.wallMs()),
    ...(spec.memoryMb === undefined ? {} : { memoryMb: spec.memoryMb }),
    ...(spec.region === undefined ? {} : { region: spec.region }),
    schedules: spec.schedule ? [{ name: SCHEDULED_FUNCTION, cron: spec.schedule }] : [],
  }
  return { deploy, sha256: await workload.hash() }
}

/** The functions to be measured, one a replica: `hello-0`. */
export function functionsOf({ replicas }: DeploySpec): string[] {
  return Array.from({ length: replicas }, (_, replica) => `hello-${replica}`)
}

/** @throws ColdstartError `cannot-deploy`, `no-function` when there is no function for Netlify */
export function openNetlifyWorkload(spec: DeploySpec<NetlifyOptions>): Promise<Workload> {
  const { workload, paddingKb } = spec
  return openSource(workload, { contract: 'netlify', form: spec.options.api, paddingKb })
}
