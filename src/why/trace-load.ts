import type { OnBenchEvent } from '../bench/bench.ts'
import type { BenchContext } from '../bench/session.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import type { Result } from '../core/result.ts'
import type { Bundle } from './bundles/bundle.ts'
import { findBundles } from './bundles/find-bundles.ts'
import { placeProfiles } from './bundles/place-profile.ts'
import { copyForProfile } from './bundles/profile-side.ts'
import type { BundleToTakeApart } from './bundles/take-apart.ts'
import { measureSides } from './measure-sides.ts'
import { openPythonFacts } from './python/distributions.ts'
import { readImports } from './python/read-imports.ts'
import { type LoadToRead, openLoad, type ReadLoad, readTogether } from './read-load.ts'
import type { Explained } from './read-one.ts'
import { openTraceFolder, type TraceFolder } from './trace-folder.ts'

/** A function that is to be traced, by the name that its plain starts have in the run. */
export interface ToTrace {
  readonly name: string
  readonly explained: Explained
}

/** The run, and where the load of each function goes. */
export interface TracedLoads {
  readonly result: Result
  /** In the order of the functions. */
  readonly loads: readonly ReadLoad[]
}

/**
 * Starts functions as they are and traced, all in the same rounds, and reads where the load of each goes. Where files
 * of a function are bundles with source maps, a copy of it is profiled in these rounds too.
 * @throws ColdstartError `nothing-to-explain`, and those of `bench`
 */
export async function traceLoads(
  functions: readonly ToTrace[],
  rounds: number,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<TracedLoads> {
  const open: OpenTrace[] = []
  try {
    for (const one of functions) open.push(await openTrace(one))
    const [{ explained } = functions[0] as ToTrace] = functions
    const measuring = {
      config: explained.config,
      sides: open.flatMap(({ sides }) => sides),
      rounds,
      isCalledTwice: true,
      label: `why: where the load of ${explained.own.entry} goes`,
    }
    const { result } = await measureSides(measuring, context, onEvent)
    const read: LoadToRead[] = []
    for (const one of open) read.push(await one.read(result))
    return { result, loads: await readTogether(read) }
  } finally {
    for (const one of open) await one.close()
  }
}

/** One function, ready to be traced. */
interface OpenTrace {
  readonly sides: readonly FunctionSettings[]
  read(result: Result): Promise<LoadToRead>
  close(): Promise<void>
}

async function openTrace({ name, explained }: ToTrace): Promise<OpenTrace> {
  const { own, workload, variables } = explained
  const folder = await openTraceFolder(variables)
  if (workload.language === 'python') return openPythonTrace(name, explained, folder)
  const { bundles, unreadable } = await findBundles(workload)
  const copy = await copyForProfile({ own, workload, bundles }, `${name}-profiled`, folder.profilingOptions)
  const traced = `${name}-traced`
  const env = { ...own.env, NODE_OPTIONS: folder.nodeOptions }
  return {
    sides: [{ ...own, name }, { ...own, name: traced, env }, ...(copy.side ? [copy.side] : [])],
    async read(result) {
      const apart = await withProfiles(bundles, folder, copy.reason)
      const traces = await folder.read()
      const run = { result, plain: name, traced, traces, workload, file: own.entry, bundles: apart }
      return openLoad(unreadable.length > 0 ? { ...run, unreadable } : run)
    },
    async close() {
      await copy.remove()
      await folder.remove()
    },
  }
}

function openPythonTrace(name: string, { own, workload }: Explained, folder: TraceFolder): OpenTrace {
  const traced = `${name}-traced`
  return {
    sides: [
      { ...own, name },
      { ...own, name: traced, env: { ...own.env, ...folder.pythonVariables } },
    ],
    async read(result) {
      const python = result.targets[0]?.facts?.parity?.runBy ?? 'python'
      const texts = await folder.readImports()
      const found = texts.flatMap((text) => readImports(text, workload.root, python) ?? [])
      const traces = found.map(({ trace }) => trace)
      const files = await openPythonFacts(workload.root, found[0]?.path ?? [])
      const run = { result, plain: name, traced, traces, workload, file: own.entry, bundles: [], files }
      return openLoad(run)
    },
    close: () => folder.remove(),
  }
}

async function withProfiles(
  bundles: readonly Bundle[],
  folder: TraceFolder,
  reason = 'no profiled start answered',
): Promise<BundleToTakeApart[]> {
  const profiles = bundles.length === 0 ? [] : await folder.readProfiles()
  return bundles.map((bundle) => {
    const profiled = placeProfiles(bundle, profiles)
    return profiled ? { bundle, profiled } : { bundle, reason }
  })
}
