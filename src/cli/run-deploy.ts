import { resolve } from 'node:path'
import { readProviderOptions } from '../bench/read-provider-options.ts'
import { restoreLeftBehind } from '../bench/session.ts'
import type { Deployment } from '../core/deployment.ts'
import { newRunId } from '../core/ids.ts'
import type { Connections } from '../providers/connections.ts'
import { outdatedSentences } from '../providers/dated.ts'
import type { Connection, DeployPlan, DeploySpec, Provider } from '../providers/provider.ts'
import type { ProviderLimits } from '../providers/provider-limits.ts'
import { sampleFolder } from '../workload/sample.ts'
import { agreeToDeploy } from './agreement.ts'
import type { Io } from './io.ts'

export interface DeployRequest {
  readonly providers: readonly string[]
  readonly region?: string
  readonly memory?: number
  readonly runtime?: string
  readonly architecture?: string
  readonly replicas: number
  readonly fixture?: string
  readonly schedule?: string
  readonly format: string
  readonly yes: boolean
  /** Settings of each platform, by its name. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

interface Planned {
  readonly title: string
  readonly limits: ProviderLimits
  readonly connection: Connection
  readonly plan: DeployPlan
}

/**
 * Shows what will be made where and at what cost, asks, deploys, and says how to go on.
 * @returns false when the user said no
 */
export async function runDeploy(request: DeployRequest, connections: Connections, io: Io): Promise<boolean> {
  await restoreLeftBehind(connections)
  const runId = newRunId(io.clock.wallMs())
  const planned: Planned[] = []
  for (const id of request.providers) {
    const { provider, connection } = await connections.to(id)
    const plan = await connection.plan(specFor(provider, runId, request, io))
    planned.push({ title: provider.title, limits: provider.limits, connection, plan })
  }
  const remarks = [...new Set(planned.flatMap(({ limits }) => outdatedSentences(limits, io.clock.wallMs())))]
  for (const remark of remarks) io.stderr.write(`${remark}\n`)
  if (!(await agreeToDeploy({ plans: planned.map(({ plan }) => plan), yes: request.yes, forRun: false }, io)))
    return false
  const made: Deployment[] = []
  for (const { title, connection, plan } of planned) {
    io.stderr.write(`deploying to ${title} …\n`)
    made.push(await connection.deploy(plan))
  }
  present(made, request.format, io)
  return true
}

function specFor(provider: Provider, runId: string, request: DeployRequest, io: Io): DeploySpec {
  const { region, memory, runtime, architecture, schedule, replicas, fixture } = request
  return {
    runId,
    workload: { folder: fixture ? resolve(io.cwd, fixture) : sampleFolder },
    replicas,
    options: readProviderOptions(provider, request.options[provider.id]),
    ...(region && { region }),
    ...(memory && { memoryMb: memory }),
    ...(runtime && { runtime }),
    ...(architecture && { architecture }),
    ...(schedule && { schedule }),
  }
}

function present(made: readonly Deployment[], format: string, io: Io): void {
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
    return
  }
  for (const { id, targets } of made) {
    io.stdout.write(`${id}\n`)
    for (const target of targets) io.stdout.write(`  ${target.id}  ${addressOf(target)}\n`)
  }
  const first = made[0]?.targets[0]
  if (first) io.stderr.write(`Next:\n  coldstart bench --target ${addressOf(first)}\n  coldstart destroy\n`)
}

/** What `bench --target` takes: Lambda's Invoke wants the function's name, every other has a URL. */
function addressOf({ url, facts }: Deployment['targets'][number]): string {
  return facts?.address ?? url
}
