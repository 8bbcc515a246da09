import { dirname } from 'node:path'
import { builtEntry } from '../core/built-entry.ts'
import type { LoadReport } from '../core/load-report.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { Result } from '../core/result.ts'
import { comparePaired } from '../stats/paired-comparison.ts'
import type { Workload } from '../workload/workload.ts'
import { attributeLoad, placesOf } from './attribute-load.ts'
import type { BundleToTakeApart } from './bundles/take-apart.ts'
import { failureOf, nothingToExplain, pairsOf, startOf } from './measure-sides.ts'
import { bodiesOf } from './merge-traces.ts'
import { type ModuleFacts, openModuleFacts } from './module-facts.ts'
import type { PythonFacts } from './python/distributions.ts'
import { basisOf, doBasesDiffer, type TimeBasis, type Timings } from './time-of-timings.ts'
import type { Trace } from './trace.ts'

/** A run in which a function was measured as it is, and traced. */
export interface TracedRun {
  readonly result: Result
  /** Names of the two sides. */
  readonly plain: string
  readonly traced: string
  readonly traces: readonly Trace[]
  readonly workload: Workload
  /** The function's file, as it was written. */
  readonly file: string
  /** Generated files of its own that are shown as what they were made of. */
  readonly bundles: readonly BundleToTakeApart[]
  /** Own files whose source map cannot be read; left out for none. */
  readonly unreadable?: LoadReport['unreadableMaps']
  /** What the files of a language other than JavaScript say. */
  readonly files?: PythonFacts
}

/** Where the load goes by all traces, and by each of them alone. */
export interface ReadLoad {
  readonly load: LoadReport
  readonly each: readonly LoadReport[]
}

/** For figures alone. */
const NO_FACTS: ModuleFacts = {
  versionOf: async () => undefined,
  bytesOf: async () => undefined,
  placeOf: async ({ name }) => ({ file: name }),
}

/** The load of a run before it is known how its bodies are to be measured. */
export interface LoadToRead {
  /** By all traces. */
  readonly bodies: readonly Timings[]
  /** @param basis of the bodies of everything that is to be compared with it */
  read(basis: TimeBasis): Promise<ReadLoad>
}

/**
 * Attributes the load of a run.
 * @throws ColdstartError `nothing-to-explain` where nothing was traced, or no start says how long its load took
 */
export function openLoad(run: TracedRun): LoadToRead {
  const { result, plain, traced, traces, workload, bundles, files, unreadable } = run
  const { root, generated = [] } = workload
  const loadMs = startOf(result, plain).breakdown?.loadMs
  if (traces.length === 0 || loadMs === undefined) {
    const said = failureOf(result, plain) ?? failureOf(result, traced)
    throw nothingToExplain(said ?? 'no start that was traced answered')
  }
  const all = { ...attributed(run), loadMs }
  const ofBundles = bundles.map(({ bundle }) => bundle)
  const bodies = bodiesOf(traces, placesOf(all))
  return {
    bodies,
    async read(basis) {
      const facts = files?.facts ?? openModuleFacts(root, generated, ofBundles)
      const load = await attributeLoad({ ...all, traces, facts, basis })
      const alone = (trace: Trace) => attributeLoad({ ...all, traces: [trace], facts: NO_FACTS, basis })
      return {
        load: {
          ...load,
          ...(unreadable && { unreadableMaps: unreadable }),
          traced: {
            ...load.traced,
            ...(doBasesDiffer(bodies) && { bodies: basis }),
            ...distortionOf(result, traced, plain),
          },
        },
        each: await Promise.all(traces.map(alone)),
      }
    },
  }
}

/**
 * Reads loads that are to be compared, their bodies on one basis: where each had its own, they would differ by what
 * nobody changed.
 */
export async function readTogether(loads: readonly LoadToRead[]): Promise<ReadLoad[]> {
  const basis = basisOf(loads.flatMap(({ bodies }) => bodies))
  const found: ReadLoad[] = []
  for (const one of loads) found.push(await one.read(basis))
  return found
}

/** What all of a run's traces are attributed with. */
function attributed({ workload: { root, generated = [] }, file, bundles, files }: TracedRun) {
  const made = generated.find(({ path }) => generated.some((other) => other.path === `${path}.map`))?.path
  const from = `./${posixRelative(root, file)}`
  return {
    root,
    runtime: dirname(builtEntry('engine/runtime/lambda-runtime.js')),
    ...(made && { written: { made: `./${made}`, from } }),
    bundles,
    ...(files && { language: 'python' as const, place: files.place }),
  }
}

/** How many times as long the load took that was traced. */
function distortionOf(result: Result, traced: string, plain: string) {
  const { ratio, ratioInterval } = comparePaired(
    pairsOf(result, traced, plain, ({ instance }) => instance?.loadMs),
  )
  return {
    ...(ratio !== undefined && { distortion: ratio }),
    ...(ratioInterval && { distortionInterval: ratioInterval }),
  }
}
