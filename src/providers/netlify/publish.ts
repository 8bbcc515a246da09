import { randomName } from '../../core/ids.ts'
import type { Workload } from '../../workload/workload.ts'
import { textFile } from '../function-files.ts'
import { timeoutSeconds } from '../function-timeout.ts'
import { MARKER_PATH, VERIFY_FUNCTION } from '../marker.ts'
import type { DeploySpec } from '../provider.ts'
import { createDeploy, type DigestDeploy, uploadRequired, waitForDeploy } from './digest-deploy.ts'
import { routesWanted } from './function-routes.ts'
import { type NetlifyCode, zipFunction } from './function-zip.ts'
import type { NetlifyApi } from './netlify-api.ts'
import type { NetlifyContext } from './netlify-context.ts'
import type { NetlifyOptions } from './options.ts'
import { FUNCTION_TIMEOUT, runtimeOf } from './refuse-impossible.ts'
import { askedByName } from './requests.ts'
import type { NetlifySite } from './site.ts'
import { verifyDeploy } from './verify.ts'

/** What the ledger calls a deploy of Netlify. */
export const DEPLOY = 'netlify-deploy'
/** Netlify does not answer for a scheduled function by URL, so the schedule has a copy of its own. */
const SCHEDULED_FUNCTION = 'scheduled'

/** A deploy that has been seen to run our function. */
export interface Published {
  /** Host without scheme. */
  readonly host: string
}

/** What is published, where, and under which id. */
export interface PublishRequest {
  readonly spec: DeploySpec<NetlifyOptions>
  readonly site: NetlifySite
  readonly deploymentId: string
  readonly packed: NetlifyCode
}

/**
 * One deploy with every replica as a function of its own, verified. It is in the ledger before the call,
 * under its title, which is how a deploy whose id was never seen is found again.
 * @throws ColdstartError `remote-quota`, `remote-failed`, `login-wall`
 */
export async function publish(
  { spec, site, deploymentId, packed }: PublishRequest,
  api: NetlifyApi,
  context: NetlifyContext,
): Promise<Published> {
  const generation = randomName(12)
  const title = `coldstart ${spec.runId} ${generation}`
  const deploy = await makeDeploy({ spec, site, packed, title, generation }, context)
  await context.pace.awaitTurn()
  const resource = { kind: DEPLOY, name: title, region: site.id, owned: true }
  await context.ledger.creating(deploymentId, resource)
  const made = await createDeploy(deploy, api)
  await context.ledger.created(deploymentId, { ...resource, id: made.id })
  await uploadRequired(made, deploy, api)
  const url = await waitForDeploy(site.id, made.id, api, context)
  const host = new URL(deploy.draft ? url : (site.url ?? url)).host
  const name = verifyName(packed)
  const isOwn = 'file' in spec.workload
  const asked = isOwn ? askedByName(name, packed.workload.trigger, spec.workload.request) : undefined
  const call = { isOwn, asked, name }
  await verifyDeploy({ host, generation, site, call }, context)
  return { host }
}

interface DeployParts {
  readonly spec: DeploySpec<NetlifyOptions>
  readonly site: NetlifySite
  readonly packed: NetlifyCode
  readonly title: string
  readonly generation: string
}

async function makeDeploy(
  { spec, site, packed, title, generation }: DeployParts,
  { bootstrap, clock }: NetlifyContext,
): Promise<DigestDeploy> {
  const shared = await bootstrap()
  const measured = functionsOf(spec, packed)
  const names = [...measured, verifyName(packed), ...(spec.schedule ? [SCHEDULED_FUNCTION] : [])]
  const routes = routesWanted(spec, packed)
  const zips = await Promise.all(
    names.map((name) => zipFunction(name, packed, `${name} ${generation}`, shared)),
  )
  const timeout = timeoutSeconds(spec, FUNCTION_TIMEOUT)
  return {
    siteId: site.id,
    title,
    draft: !spec.options.production,
    files: [
      textFile('index.html', '<!doctype html><title>coldstart</title>\n'),
      textFile(MARKER_PATH.slice(1), JSON.stringify({ generation })),
    ],
    functions: zips.map((zip) => ({ ...zip, ...(zip.name === measured[0] && routes && { routes }) })),
    runtime: runtimeOf(spec.runtime, clock.wallMs()),
    variables: spec.workload.variables ?? {},
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(spec.memoryMb === undefined ? {} : { memoryMb: spec.memoryMb }),
    ...(spec.region === undefined ? {} : { region: spec.region }),
    schedules: spec.schedule ? [{ name: SCHEDULED_FUNCTION, cron: spec.schedule }] : [],
  }
}

/**
 * The functions to be measured, one a replica: `hello-0`. A file's function has its own name, by which the function may
 * find its paths (`/.netlify/functions/api/…`); one that ends in -background makes Netlify answer at once.
 */
export function functionsOf(
  { replicas, workload: source }: DeploySpec,
  { workload, code }: NetlifyCode,
): string[] {
  const isFile = 'file' in source
  const bare = isFile ? workload.name.replace(/-background$/, '') : 'hello'
  // The module that Netlify calls lies at the top, under the function's name.
  const isTaken = (name: string) => code.files.some(({ path }) => path.replace(/\.\w+$/, '') === name)
  const isFree =
    isFile && ![VERIFY_FUNCTION, SCHEDULED_FUNCTION].includes(bare) && !isTaken(bare + endingOf(workload))
  const nameOf = (replica: number) => (isFree && replica === 0 ? bare : `${bare}-${replica}`)
  return Array.from({ length: replicas }, (_, replica) => nameOf(replica) + endingOf(workload))
}

/** The name of the copy of a function that verifies a deploy. */
export function verifyName({ workload }: NetlifyCode): string {
  return VERIFY_FUNCTION + endingOf(workload)
}

function endingOf({ trigger }: Workload): string {
  return trigger === 'background' ? '-background' : ''
}
