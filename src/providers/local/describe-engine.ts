import { cpuFor } from '../../engine/cpu/cpu-share.ts'
import {
  type EngineOptions,
  type FunctionOptions,
  functionDefaults,
  memoryOf,
} from '../../engine/engine-options.ts'
import { readWanted } from '../../engine/wanted-runtime.ts'
import type { Contract, ContractForm } from '../../workload/contract.ts'
import { openSource } from '../../workload/workload-source.ts'
import type { DeploySpec, NamedFunction, ProviderContext } from '../provider.ts'
import type { LocalOptions } from './options.ts'

/** Several functions by their names; one source under several contracts is named after them. */
export function namedFunctions({
  functions,
  workload,
  options,
}: DeploySpec<LocalOptions>): readonly NamedFunction[] {
  return functions ?? options.contracts.map((contract) => ({ name: contract, contract, source: workload }))
}

/**
 * What the engine is started with: each function as often as there are replicas.
 * @throws ColdstartError those of a function that cannot be run, `runtime-not-here`
 */
export async function describeEngine(
  named: readonly NamedFunction[],
  spec: DeploySpec<LocalOptions>,
  context: ProviderContext,
): Promise<EngineOptions> {
  const { port, lambdaRuntime, cpuControl, cpu } = spec.options
  const opened = await Promise.all(named.map((one) => openNamed(one, spec)))
  return {
    functions: opened.flatMap((one) => replicasOf(one, spec)),
    port,
    resolveFrom: context.cwd,
    searchPath: context.env.PATH ?? '',
    lambdaRuntime,
    cpuControl,
    isCpuRequired: cpu !== undefined && cpu !== 'off',
  }
}

type OpenedFunction = Awaited<ReturnType<typeof openNamed>>

async function openNamed(
  { contract, source }: NamedFunction,
  { options, paddingKb, runtime }: DeploySpec<LocalOptions>,
) {
  const forms: Partial<Record<Contract, ContractForm>> = {
    vercel: options.vercelForm,
    netlify: options.netlifyApi,
  }
  const form = forms[contract]
  const opened = await openSource(source, { contract, paddingKb, runtime, ...(form && { form }) })
  return { ...opened, ...(source.timeoutMs && { timeoutMs: source.timeoutMs }) }
}

function replicasOf(
  opened: OpenedFunction,
  { replicas, memoryMb, runtime, options }: DeploySpec<LocalOptions>,
): FunctionOptions[] {
  const { idleTtlMs, timeoutMs, maxEnvironments, cpu, coldDisk, workerCold, atOnce } = options
  if (runtime !== undefined) readWanted(runtime, opened)
  return Array.from({ length: Math.max(1, replicas) }, (_, replica) => ({
    ...functionDefaults,
    idleTtlMs,
    timeoutMs,
    maxEnvironments,
    ...opened,
    name: replica === 0 ? opened.name : `${opened.name}-${replica + 1}`,
    ...memoryOf(opened.contract, memoryMb),
    ...cpuFor(opened.contract, memoryMb, cpu),
    ...(coldDisk && { coldDisk }),
    ...(workerCold && { workerCold }),
    ...(atOnce && { atOnce }),
    ...(runtime !== undefined && { runtime }),
  }))
}
