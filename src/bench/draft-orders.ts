import type { BenchConfig } from '../config/bench-config.ts'
import { allOrProblems } from '../core/all-or-problems.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { MatrixPoint } from '../plan/expand-matrix.ts'
import { pointsFor } from '../plan/provider-points.ts'
import type { Connections, OpenProvider } from '../providers/connections.ts'
import { outdatedSentences } from '../providers/dated.ts'
import type { Connection, DeploySpec, NamedFunction, PackageFacts, Provider } from '../providers/provider.ts'
import type { WorkloadSource } from '../workload/workload-source.ts'
import { equalMemoryNote } from './equal-memory.ts'
import { readProviderOptions } from './read-provider-options.ts'

/** One deployment at one point of the matrix, before anybody remote is asked. */
export interface OrderDraft {
  readonly provider: Provider
  readonly connection: Connection
  readonly point: MatrixPoint
  readonly spec: DeploySpec
  /** What the user calls its targets, in place of the provider's own name. */
  readonly name?: string
  /** It has one target, and that has exactly this name. */
  readonly isNamed?: true
  /** The user's own file, as he would type it. */
  readonly file?: string
  /** What the user must know of how the run's settings are carried out here. */
  readonly notes: readonly string[]
}

/** What a deployment is made of, beyond the settings that all of a run share. */
export interface DraftParts {
  /** Whose it is. */
  readonly id: string
  /** The platform's own settings, as they were given. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly workload: WorkloadSource
  readonly functions?: readonly NamedFunction[]
  readonly name?: string
  readonly isNamed?: true
  /** The size of the platforms that it is compared with, MB. */
  readonly equalMemoryMb?: number
  /** How many deployments of this run the platform has before it. */
  readonly copy?: number
}

/**
 * Every deployment of a run with what it is to be made of.
 * @param clouds ids of all platforms that the run deploys to
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take
 */
export async function draftOrders(
  parts: readonly DraftParts[],
  config: BenchConfig,
  runId: string,
  connections: Connections,
): Promise<OrderDraft[]> {
  const open = await connections.toAll(parts.map(({ id }) => id))
  const providers = [...open.values()].map(({ provider }) => provider)
  const { cwd, clock } = connections.context
  const wallMs = clock.wallMs()
  return parts.flatMap((one) => draftsOf(one, open.get(one.id), { config, runId, providers, wallMs, cwd }))
}

interface Run {
  readonly config: BenchConfig
  readonly runId: string
  readonly providers: readonly Provider[]
  /** Now, epoch ms. */
  readonly wallMs: number
  readonly cwd: string
}

/** One for every point of the matrix. */
function draftsOf(
  { id: _, settings, name, isNamed, copy = 0, ...parts }: DraftParts,
  open: OpenProvider | undefined,
  { config, runId, providers, wallMs, cwd }: Run,
): OrderDraft[] {
  if (open === undefined) return []
  const { provider, connection } = open
  const options = readProviderOptions(provider, settings)
  const { points, note } = pointsFor(config, provider, providers)
  const { equalMemoryMb } = parts
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(equalMemoryMb === undefined ? [] : [equalMemoryNote(equalMemoryMb)]),
    ...outdatedSentences(provider.limits, wallMs),
  ]
  return points.map((point, at) => {
    const { parameters: _, ...variant } = point
    const index = copy * points.length + at
    const id = index === 0 ? runId : `${runId}-${index}`
    const { replicas, wrapper } = config
    return {
      provider,
      connection,
      point,
      spec: { runId: id, ...parts, replicas, options, wrapper, ...variant },
      ...(name !== undefined && { name }),
      ...(isNamed && { isNamed }),
      notes,
      ...('file' in parts.workload && { file: posixRelative(cwd, parts.workload.file) }),
    }
  })
}

/** What is uploaded of a user's own function is known by the file that he named. */
export function namedFacts(facts: PackageFacts, { file }: OrderDraft): PackageFacts {
  return file === undefined ? facts : { ...facts, entry: file }
}

/** What is uploaded for a draft, as the preview names it. */
export interface PreparedDraft {
  readonly draft: OrderDraft
  readonly package?: PackageFacts
}

/**
 * Makes and checks the package of every deployment, before the first of them asks its platform anything.
 * @throws ColdstartError those of `Connection.prepare`
 */
export async function prepareDrafts(drafts: readonly OrderDraft[]): Promise<PreparedDraft[]> {
  return allOrProblems(
    drafts.map(async (draft) => {
      const made = await draft.connection.prepare?.(draft.spec)
      return { draft, ...(made && { package: namedFacts(made, draft) }) }
    }),
  )
}
