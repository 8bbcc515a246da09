import { posixRelative } from '../core/posix-path.ts'
import type { FunctionFacts } from '../core/target.ts'
import { nameAdapter } from '../workload/adapt-fetch.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'
import { openSource } from '../workload/workload-source.ts'
import { type FunctionOrder, isContract } from './function-orders.ts'

/**
 * Reads the packages of the user's own functions: what a run records of them, and what they are printed as, before
 * anything remote is asked. Refuses what is no function; in a dry run too.
 * @returns by the name that tables have; nothing for the sample
 * @throws ColdstartError `no-function`, `not-javascript`, `cannot-deploy`
 */
export async function describeFunctions(
  orders: readonly FunctionOrder[],
  cwd: string,
): Promise<ReadonlyMap<string, FunctionFacts>> {
  const own = orders.filter(({ own }) => own !== undefined)
  const described = await Promise.all(own.map((order) => describeOne(order, cwd)))
  return new Map(described.flatMap((facts) => (facts ? [[facts.name, facts] as const] : [])))
}

async function describeOne(
  { name, contract, source, own }: FunctionOrder,
  cwd: string,
): Promise<FunctionFacts | undefined> {
  if (!isContract(contract)) return undefined
  const workload = await openSource(source, { contract })
  const files = await workload.files()
  const adapter = nameAdapter(workload)
  return {
    name,
    contract,
    root: posixRelative(cwd, workload.root) || '.',
    entry: workload.named ?? workload.adapted ?? workload.entry,
    export: exportOf(workload),
    ...(adapter !== undefined && { adapter }),
    ...(workload.trigger && { trigger: workload.trigger }),
    sha256: await workload.hash(),
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    files: files.length,
    ...(own?.commit && { commit: own.commit }),
  }
}

/** What the platform takes of the user's module. */
function exportOf({ contract, form, adapted, exportName, language }: WorkloadDescription): string {
  if (language) return exportName
  if (adapted !== undefined) return 'default'
  if (contract === 'lambda' || contract === 'google') return exportName
  if (form === 'web') return 'by HTTP method'
  return form === 'v1' ? 'handler' : 'default'
}

/** Which functions of the user's own are measured, and how their contract was chosen. */
export interface FunctionsEvent {
  readonly type: 'functions'
  readonly functions: readonly (FunctionFacts & { readonly because: string })[]
}

/** What there is to tell before anything is deployed: nothing of the sample function. */
export function functionsEvents(
  functions: ReadonlyMap<string, FunctionFacts>,
  { local, clouds }: { readonly local: readonly FunctionOrder[]; readonly clouds: readonly FunctionOrder[] },
): FunctionsEvent[] {
  const orders = new Map([...local, ...clouds].map((order) => [order.name, order]))
  const described = [...functions].map(([name, facts]) => {
    return { ...facts, because: orders.get(name)?.own?.chosenBecause ?? '' }
  })
  return described.length > 0 ? [{ type: 'functions', functions: described }] : []
}
