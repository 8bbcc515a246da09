import type { OnBenchEvent } from '../bench/bench.ts'
import type { BenchContext } from '../bench/session.ts'
import type { Result } from '../core/result.ts'
import { findBundles } from './bundles/find-bundles.ts'
import { placeProfiles } from './bundles/place-profile.ts'
import { copyForProfile } from './bundles/profile-side.ts'
import type { BundleToTakeApart } from './bundles/take-apart.ts'
import { measureSides } from './measure-sides.ts'
import { type ReadLoad, readLoad } from './read-load.ts'
import type { Explained } from './read-one.ts'
import { openTraceFolder, type TraceFolder } from './trace-folder.ts'
import { AS_IS } from './what-ifs/measure-what-ifs.ts'

const TRACED = 'traced'
const PROFILED = 'profiled'

/**
 * Starts a function as it is and traced, in the same rounds, and reads where its load goes. Where files of its own are
 * bundles with source maps, a copy of it is profiled in these rounds too.
 * @throws ColdstartError `nothing-to-explain`, and those of `bench`
 */
export async function traceLoad(
  explained: Explained,
  rounds: number,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<ReadLoad & { readonly result: Result }> {
  const { own, config, workload, variables } = explained
  const folder = await openTraceFolder(variables.NODE_OPTIONS)
  const { bundles, unreadable } = await findBundles(workload)
  const copy = await copyForProfile({ own, workload, bundles }, PROFILED, folder.profilingOptions)
  try {
    const traced = { ...own, name: TRACED, env: { ...own.env, NODE_OPTIONS: folder.nodeOptions } }
    const sides = [{ ...own, name: AS_IS }, traced, ...(copy.side ? [copy.side] : [])]
    const label = `why: where the load of ${own.entry} goes`
    const { result } = await measureSides(
      { config, sides, rounds, isCalledTwice: true, label },
      context,
      onEvent,
    )
    const apart = await withProfiles(bundles, folder, copy.reason)
    const traces = await folder.read()
    const run = { result, plain: AS_IS, traced: TRACED, traces, workload, file: own.entry, bundles: apart }
    const { load, each } = await readLoad(run)
    return { result, each, load: { ...load, ...(unreadable.length > 0 && { unreadableMaps: unreadable }) } }
  } finally {
    await copy.remove()
    await folder.remove()
  }
}

async function withProfiles(
  bundles: readonly BundleToTakeApart['bundle'][],
  folder: TraceFolder,
  reason = 'no profiled start answered',
): Promise<BundleToTakeApart[]> {
  const profiles = bundles.length === 0 ? [] : await folder.readProfiles()
  return bundles.map((bundle) => {
    const profiled = placeProfiles(bundle, profiles)
    return profiled ? { bundle, profiled } : { bundle, reason }
  })
}
