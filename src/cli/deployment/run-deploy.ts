import { resolve } from 'node:path'
import type { Deployment } from '../../core/deployment.ts'
import { newRunId } from '../../core/ids.ts'
import { loadProvider } from '../../providers/index.ts'
import type { DeploySpec, Provider, ProviderContext } from '../../providers/provider.ts'
import type { Io } from '../io.ts'
import { sampleFolder } from '../sample-function.ts'
import { agreeToDeploy } from './agree-to-deploy.ts'
import { readProviderOptions } from './read-provider-options.ts'
import { restoreLeftBehind } from './restore-left-behind.ts'

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
  readonly provider: Provider
  readonly spec: DeploySpec
}

/**
 * Shows what will be made where and at what cost, asks, deploys, and says how to go on.
 * @returns false when the user said no
 */
export async function runDeploy(request: DeployRequest, context: ProviderContext, io: Io): Promise<boolean> {
  await restoreLeftBehind(context)
  const runId = newRunId(io.clock.wallMs())
  const planned = await Promise.all(request.providers.map((id) => plan(id, runId, request, io)))
  if (!(await agreeToDeploy({ orders: planned, yes: request.yes }, context, io))) return false
  const made: Deployment[] = []
  for (const { provider, spec } of planned) {
    io.stderr.write(`deploying to ${provider.title} …\n`)
    made.push(await provider.deploy(spec, context))
  }
  present(made, request.format, io)
  return true
}

async function plan(id: string, runId: string, request: DeployRequest, io: Io): Promise<Planned> {
  const provider = await loadProvider(id)
  const { region, memory, runtime, architecture, schedule, replicas, fixture } = request
  const spec: DeploySpec = {
    runId,
    fixture: fixture ? resolve(io.cwd, fixture) : sampleFolder,
    replicas,
    options: readProviderOptions(provider, request.options[id]),
    ...(region && { region }),
    ...(memory && { memoryMb: memory }),
    ...(runtime && { runtime }),
    ...(architecture && { architecture }),
    ...(schedule && { schedule }),
  }
  return { provider, spec }
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
function addressOf({ provider, functionName, url, details }: Deployment['targets'][number]): string {
  return provider === 'lambda' && details?.mode === 'invoke' ? `lambda:${functionName}` : url
}
