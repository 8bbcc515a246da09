import type { Target } from '../../core/target.ts'
import type { Workload } from '../../workload/workload.ts'
import { aboutWrapper } from '../entry-module.ts'
import type { DeployPreview, DeploySpec, PlannedTarget, ProviderContext, UsualTarget } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import { functionsOf, type VercelCode } from './function-package.ts'
import { vercelLimits } from './limits.ts'
import type { VercelOptions } from './options.ts'
import type { Published } from './publish.ts'
import { ownPath } from './routes.ts'
import { PERSONAL } from './vercel-api.ts'
import { vercelUrl } from './verify.ts'

/** Where new projects run unless told otherwise. */
export const DEFAULT_REGION = 'iad1'
/** Twelve functions, one of which is the copy to verify. */
const MOST_HOBBY_REPLICAS = 11

/** The size is the platform's own where none is asked for: one, on every plan. */
export function usualOnVercel({
  options,
  memoryMb = vercelLimits.memory.defaultMb,
}: Pick<DeploySpec<VercelOptions>, 'options' | 'memoryMb'>): UsualTarget {
  return { memoryMb, facts: { parity: { stage: options.environment } } }
}

/** What the user agrees to. @param team whose the project will be */
export function previewOf(
  spec: DeploySpec<VercelOptions>,
  { workload }: VercelCode,
  team: string | undefined,
): DeployPreview {
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  const schedule = spec.schedule ? [`cron job ${spec.schedule} (UTC)`] : []
  return {
    provider: 'Vercel',
    account: team ?? PERSONAL,
    region: spec.region ?? DEFAULT_REGION,
    creates: [
      'project coldstart-… without deployment protection',
      `${spec.options.environment} deployment with ${functions} and one to verify it`,
      ...schedule,
    ],
    cost: 'one deployment of 100 a day (Hobby) now, and one more for every forced cold start',
    ...notesOn(spec, workload),
  }
}

function notesOn(spec: DeploySpec<VercelOptions>, { form }: Workload): Pick<DeployPreview, 'notes'> {
  const notes = [
    ...(spec.replicas > MOST_HOBBY_REPLICAS
      ? [`Hobby takes ${MOST_HOBBY_REPLICAS} replicas in a deployment, and this has more`]
      : []),
    ...(form === 'edge'
      ? ['an edge function runs on Node.js, as a web handler, not on the edge runtime']
      : []),
    ...(spec.workload.timeoutMs !== undefined && spec.replicas > 1
      ? ['each replica has a second more of time-out: Vercel puts functions of one configuration into one']
      : []),
    ...aboutWrapper(spec),
  ]
  return notes.length > 0 ? { notes } : {}
}

/** The targets of what was published. */
export function targetsOf(
  deployment: string,
  spec: DeploySpec<VercelOptions>,
  { host, upload, access, made }: Published,
  context: ProviderContext,
): Target[] {
  const path = ownPath(made.workload.routes ?? {})
  const own = 'file' in spec.workload && { own: true, ...(path !== undefined && { path }) }
  return plannedTargets(deployment, spec, made).map((target) => ({
    ...target,
    url: vercelUrl(host, `/api/${target.functionName}`, context),
    handle: { upload, access, ...own },
  }))
}

/** One target a replica. */
export function plannedTargets(
  deployment: string,
  spec: DeploySpec<VercelOptions>,
  { workload, nodeVersion, pythonVersion }: VercelCode,
): PlannedTarget[] {
  const { environment, fluid, maxConcurrency } = spec.options
  const { memoryMb, facts } = usualOnVercel(spec)
  const parts = [
    'vercel',
    environment === 'preview' ? environment : undefined,
    spec.region,
    pythonVersion && spec.runtime,
  ]
  const ids = targetIds(parts, spec.replicas)
  const group = parts.filter((part) => part !== undefined).join('/')
  return functionsOf(spec).map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'vercel',
    platform: 'cloud' as const,
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(memoryMb === undefined ? {} : { memoryMb }),
    runtime: pythonVersion === undefined ? `nodejs${nodeVersion}` : `python${pythonVersion}`,
    replica: replica + 1,
    group,
    facts: {
      parity: {
        ...facts?.parity,
        concurrencyPerInstance: maxConcurrency ?? 'platform default',
        own: {
          'Fluid compute': fluid ?? 'platform default',
          'handler form': workload.language ? workload.exportName : (workload.form ?? spec.options.handler),
        },
      },
    },
  }))
}
