import type { Target } from '../../core/target.ts'
import { usualPath } from '../../engine/front/match-route.ts'
import type { Workload } from '../../workload/workload.ts'
import { aboutWrapper } from '../entry-module.ts'
import { factsOf } from '../prepare-once.ts'
import type { DeployPreview, DeploySpec, PlannedTarget, UsualTarget } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import type { NetlifyCode } from './function-zip.ts'
import {
  DEPLOYS_PER_DAY,
  DEPLOYS_PER_MINUTE,
  FREE_CREDITS,
  netlifyLimits,
  PRODUCTION_CREDITS,
} from './limits.ts'
import type { Deployed, NetlifyContext } from './netlify-context.ts'
import type { NetlifyOptions } from './options.ts'
import { functionsOf, type Published } from './publish.ts'
import { runtimeOf } from './refuse-impossible.ts'
import { functionPath, netlifyUrl } from './verify.ts'

/** Where new sites run unless told otherwise (Ohio). */
export const DEFAULT_REGION = 'cmh'

/** The size is the platform's own where none is asked for; others take a paid plan. */
export function usualOnNetlify({
  options,
  memoryMb = netlifyLimits.memory.defaultMb,
}: Pick<DeploySpec<NetlifyOptions>, 'options' | 'memoryMb'>): UsualTarget {
  return { memoryMb, facts: { parity: { stage: options.production ? 'production' : 'draft' } } }
}

/** What the user agrees to. @param account whose the site is or will be */
export function previewOf(
  spec: DeploySpec<NetlifyOptions>,
  { workload, code, proves }: NetlifyCode,
  account: string,
): DeployPreview {
  const { production, site } = spec.options
  const version = workload.form ?? spec.options.api
  const kind = production ? 'production deploy' : 'draft deploy'
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  return {
    provider: 'Netlify',
    account,
    region: spec.region ?? DEFAULT_REGION,
    creates: [
      ...(site === undefined ? ['site coldstart-…'] : []),
      `${kind} with ${functions} (API ${version}) and one to verify it`,
      ...(spec.schedule ? [`scheduled function ${spec.schedule} (UTC)`] : []),
    ],
    cost: production
      ? `${PRODUCTION_CREDITS} credits for this deploy and for each forced cold start (Free has ${FREE_CREDITS} a month), and 10 credits a GB-hour`
      : 'no credits for draft deploys; 10 credits a GB-hour and 2 for 10,000 requests',
    notes: [
      `${DEPLOYS_PER_MINUTE} deploys a minute and ${DEPLOYS_PER_DAY} a day; one deploy makes every replica cold`,
      ...notesOn(workload),
      ...(proves ? aboutWrapper(spec) : []),
    ],
    package: factsOf(code),
  }
}

/** What makes such a function run is not what is timed. */
function notesOn({ trigger }: Workload): string[] {
  if (trigger === 'background')
    return [
      'Netlify answers 202 before the job starts: that is what is timed, and the instance of the job is not seen',
    ]
  if (trigger === 'scheduled')
    return ['its schedule is not set up: it is called by its address, with the body that a schedule sends']
  return []
}

/** The targets of what was published. */
export function targetsOf(
  deployment: string,
  { spec, packed }: Deployed,
  { host }: Published,
  context: NetlifyContext,
): Target[] {
  const { trigger, routes } = packed.workload
  const path = usualPath(routes ?? {})
  const own = 'file' in spec.workload && {
    handle: { own: true, ...(path !== undefined && { path }), ...(trigger && { trigger }) },
  }
  return plannedTargets(deployment, { spec, packed }, context.clock.wallMs()).map((target) => ({
    ...target,
    url: netlifyUrl(host, functionPath(target.functionName ?? ''), context),
    ...own,
  }))
}

/** One target a replica. @param wallMs now, epoch ms */
export function plannedTargets(
  deployment: string,
  { spec, packed }: Deployed,
  wallMs: number,
): PlannedTarget[] {
  const api = packed.workload.form ?? spec.options.api
  const { memoryMb, facts } = usualOnNetlify(spec)
  const memory = spec.memoryMb === undefined ? undefined : `${spec.memoryMb}MB`
  const parts = ['netlify', api === 'v1' ? 'v1' : undefined, spec.region, memory]
  const group = parts.filter((part) => part !== undefined).join('/')
  const ids = targetIds(parts, spec.replicas)
  return functionsOf(spec, packed).map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'netlify',
    platform: 'cloud' as const,
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(memoryMb === undefined ? {} : { memoryMb }),
    runtime: runtimeOf(spec.runtime, wallMs),
    replica: replica + 1,
    group,
    // Lambda underneath: one request at a time.
    facts: {
      parity: {
        ...facts?.parity,
        concurrencyPerInstance: 1,
        own: { 'functions API': api },
      },
    },
  }))
}
