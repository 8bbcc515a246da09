import type { BenchConfig } from '../config/bench-config.ts'
import { readWanted } from '../engine/wanted-runtime.ts'
import { languageUnder } from '../workload/language.ts'
import { openSampleSibling } from '../workload/sample-sibling.ts'
import { isContract } from './function-orders.ts'
import type { FunctionSources } from './sources.ts'

/**
 * Refuses what the local engine would refuse of `--runtime` when it plans, for whoever only wants to know.
 * @throws ColdstartError `runtime-not-here`, `no-compiled-sample`
 */
export async function refuseRuntimesOfEngine(
  { runtime: runtimes = [] }: BenchConfig,
  { local }: FunctionSources,
): Promise<void> {
  for (const runtime of runtimes)
    for (const { contract, source } of local) {
      if (!isContract(contract)) continue
      const sibling = 'file' in source ? undefined : await openSampleSibling(runtime, contract)
      const language = 'file' in source ? languageUnder(contract, source.file) : sibling?.language
      const { node } = source
      readWanted(runtime, { contract, ...(language && { language }), ...(node && { node }) })
    }
}
