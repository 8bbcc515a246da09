import type { LoadReport } from '../core/load-report.ts'
import { type BundleToTakeApart, takeApart } from './bundles/take-apart.ts'
import { scale, sumOf } from './load-phases.ts'
import { childrenOf, descendants, findDuplicates, loadRows, type RowModule } from './load-rows.ts'
import { type MergedLoad, type MergedModule, mergeTraces, type PlaceInTrace } from './merge-traces.ts'
import type { ModuleFacts } from './module-facts.ts'
import { type ModulePlace, placeModule } from './place-module.ts'
import { callsOf, duringLoad } from './read-calls.ts'
import type { TimeBasis } from './time-of-timings.ts'
import type { Trace } from './trace.ts'

/** Traces of one function, and what they are made a report with. */
export interface TracedLoad {
  readonly traces: readonly Trace[]
  /** Load without tracing, ms. */
  readonly loadMs: number
  /** The folder that the function's package was made of. */
  readonly root: string
  /** Folder of the programs that run functions. */
  readonly runtime: string
  readonly facts: ModuleFacts
  /** What the function's own module is called, where what runs is made of another file: `./handler.ts`. */
  readonly written?: { readonly made: string; readonly from: string }
  /** Generated files that are shown as what they were made of. */
  readonly bundles?: readonly BundleToTakeApart[]
  /** Left out for JavaScript. */
  readonly language?: 'python'
  /** Says what a module is by its URL, in place of Node's way. */
  readonly place?: (url: string) => ModulePlace
  /** Of bodies. */
  readonly basis: TimeBasis
}

/** What the launcher, Node and the loader are called among packages. */
const GROUP_NAMES = {
  builtin: "Node's built-in modules",
  launcher: "the platform's launcher",
  own: 'your code',
}

function groupName(kind: keyof typeof GROUP_NAMES, language: TracedLoad['language']): string {
  return kind === 'builtin' && language === 'python' ? "Python's standard library" : GROUP_NAMES[kind]
}

/** Says what the modules of traces are. */
export function placesOf({
  place,
  root,
  runtime,
}: Pick<TracedLoad, 'place' | 'root' | 'runtime'>): PlaceInTrace {
  return (url, { taskRoot }) => place?.(url) ?? placeModule(url, { taskRoot, root, runtime })
}

/** Where the load goes, module by module and row by row: shares of the traces, scaled to the load without tracing. */
export async function attributeLoad(traced: TracedLoad): Promise<LoadReport> {
  const { traces, loadMs, facts } = traced
  const place = placesOf(traced)
  const merged = mergeTraces(traces, place, traced.basis)
  const { factor, loaderMs } = scaleTo(loadMs, merged, traces[0]?.esm ?? 'all')
  const whole = await describeModules(merged, factor, traced)
  const { modules: described, bundles } = await takeApart(whole, traced.bundles ?? [], facts)
  const rows = loadRows(described, loaderMs, traced.language)
  return {
    modules: described.map(({ made: _, ...module }) => module),
    rows,
    duplicates: findDuplicates(rows),
    loadMs: loadMs + merged.lateMs * factor,
    ...(merged.lateMs > 0 && { inFirstCallMs: merged.lateMs * factor }),
    loaderMs,
    traced: {
      runs: traces.length,
      esModules: traces[0]?.esm ?? 'all',
      ...(traced.language && { language: traced.language }),
    },
    ...(bundles.length > 0 && { bundles }),
    ...duringLoad(traces),
    ...(await callsOf(traces, place, facts)),
  }
}

async function describeModules(
  { modules }: MergedLoad,
  factor: number,
  { facts, written, language }: Pick<TracedLoad, 'facts' | 'written' | 'language'>,
): Promise<RowModule[]> {
  const kinds = launcherSide(modules)
  const children = childrenOf(modules)
  const selfMs = modules.map(({ phases }) => sumOf(phases) * factor)
  const describe = async (module: MergedModule, index: number): Promise<RowModule> => {
    const kind = kinds[index] ?? 'own'
    return {
      name: module.name === written?.made ? written.from : module.name,
      ...(module.name === written?.made && { made: module.name }),
      package: kind === 'package' ? (module.package ?? module.name) : groupName(kind, language),
      kind,
      ...(kind === 'package' && { folder: module.folder ?? '' }),
      ...(module.format && { format: module.format }),
      ...(module.parent !== undefined && { parent: module.parent }),
      ...(module.awaits && { awaits: true as const }),
      ...(await factsOf(module, modules, facts)),
      phases: scale(module.phases, factor),
      selfMs: selfMs[index] ?? 0,
      totalMs: descendants([index], children).reduce((sum, at) => sum + (selfMs[at] ?? 0), 0),
    }
  }
  return Promise.all(modules.map(describe))
}

/** What the disk says of a module. */
async function factsOf(
  module: MergedModule,
  modules: readonly MergedModule[],
  facts: ModuleFacts,
): Promise<Pick<RowModule, 'importedBy' | 'bytes' | 'version'>> {
  const importer = module.parent === undefined ? undefined : modules[module.parent]
  const importedBy = importer && (await facts.placeOf(importer, module.specifier))
  const bytes = await facts.bytesOf(module)
  const version = module.folder === undefined ? undefined : await facts.versionOf(module.folder)
  return {
    ...(importedBy && { importedBy }),
    ...(bytes !== undefined && { bytes }),
    ...(version && { version }),
  }
}

/**
 * What traced times are multiplied with so that everything sums to the load without tracing. Where hooks run in a
 * thread of their own, waiting for them is most of what is no module's. Of ES modules that wait cannot be told from
 * what the loader does itself: their times are as traced, and the loader has the rest of the load.
 */
function scaleTo(
  loadMs: number,
  { modules, loaderMs, idleMs, lateMs, stalled }: MergedLoad,
  esm: Trace['esm'],
): { factor: number; loaderMs: number } {
  const modulesMs = modules.reduce((sum, { phases }) => sum + sumOf(phases), -lateMs)
  const isWaitTold = idleMs !== undefined && !modules.some(({ format }) => format === 'module')
  if (esm === 'evaluation' && !isWaitTold && loaderMs > 0 && modulesMs * stalled < loadMs)
    return { factor: stalled, loaderMs: loadMs - modulesMs * stalled }
  const ownMs = esm === 'evaluation' ? Math.max(0, loaderMs - (idleMs ?? 0)) : loaderMs
  const factor = loadMs / (modulesMs + ownMs || 1)
  return { factor, loaderMs: ownMs * factor }
}

type Kind = 'package' | 'own' | 'builtin' | 'launcher'

/** A package that the launcher brings, and not the function, is the launcher's. */
function launcherSide(modules: readonly MergedModule[]): Kind[] {
  const known: (Kind | undefined)[] = []
  const kindOf = (index: number, depth: number): Kind => {
    const found = known[index]
    const module = modules[index]
    if (found || !module || depth > modules.length) return found ?? 'own'
    const above = module.parent === undefined ? undefined : kindOf(module.parent, depth + 1)
    const kind = module.kind === 'runtime' ? 'launcher' : module.kind
    const answer = kind === 'package' && above === 'launcher' ? 'launcher' : kind
    known[index] = answer
    return answer
  }
  return modules.map((_, index) => kindOf(index, 0))
}
