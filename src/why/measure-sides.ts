import { type BenchOutcome, bench, type OnBenchEvent } from '../bench/bench.ts'
import type { BenchContext } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { groupOf } from '../core/target-groups.ts'
import type { MeasuredStart } from '../core/why-report.ts'
import type { Pair } from '../stats/paired-comparison.ts'

/** Sides of one function, measured in the same shuffled rounds of one run. */
export interface SidesToMeasure {
  readonly config: BenchConfig
  /** Each with a name of its own. */
  readonly sides: readonly FunctionSettings[]
  readonly rounds: number
  /** One warm invocation behind each cold one. */
  readonly isCalledTwice: boolean
  readonly label: string
  /** By name, of sides that another Node runs. */
  readonly nodes?: BenchContext['nodes']
}

/**
 * Measures the sides on the local engine as `bench` does: with a run file, proof for every sample, and resumable. The
 * engine's own client runs the functions, as only that one says when the load begins and ends.
 * @throws ColdstartError those of `bench`
 */
export function measureSides(
  { config, sides, rounds, isCalledTwice, label, nodes }: SidesToMeasure,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<BenchOutcome> {
  return bench(
    {
      ...config,
      functions: [...sides],
      cold: rounds,
      warm: isCalledTwice ? rounds : 0,
      budgets: [],
      label: config.label ?? label,
      options: { ...config.options, local: { ...config.options.local, lambdaRuntime: 'own' } },
    },
    nodes ? { ...context, nodes } : context,
    onEvent,
  )
}

function idsOf({ targets }: Result, name: string): ReadonlySet<string> {
  return new Set(targets.filter((target) => groupOf(target) === name).map(({ id }) => id))
}

/** What the first failed start of one side said; undefined where none failed. */
export function failureOf(result: Result, name: string): string | undefined {
  const ids = idsOf(result, name)
  return result.samples.find(({ target, error }) => error && ids.has(target))?.error?.message
}

/** Cold samples of one side whose reply was a good one; none that is the first ever, which is a class of its own. */
export function coldsOf(result: Result, name: string): Sample[] {
  const ids = idsOf(result, name)
  return result.samples.filter(
    (sample) =>
      ids.has(sample.target) &&
      sample.intended === 'cold' &&
      (sample.coldBy ?? 'idle') === 'idle' &&
      sample.observed === 'cold' &&
      !sample.error,
  )
}

/** How long each cold start of one side took to load, ms, of those that say so. */
export function loadsOf(result: Result, name: string): number[] {
  return coldsOf(result, name).flatMap(({ instance }) => instance?.loadMs ?? [])
}

/** Cold figures of one side by round: what `value` gives of both sides' samples. */
export function pairsOf(
  result: Result,
  a: string,
  b: string,
  value: (sample: Sample) => number | undefined,
): Pair[] {
  const byRound = new Map(coldsOf(result, b).map((sample) => [sample.round, value(sample)]))
  return coldsOf(result, a).flatMap((sample) => {
    const [one, other] = [value(sample), byRound.get(sample.round)]
    return one === undefined || other === undefined ? [] : [{ a: one, b: other }]
  })
}

/** @param said why, with or without a full stop */
export function nothingToExplain(said: string): ColdstartError<'nothing-to-explain'> {
  return new ColdstartError('nothing-to-explain', { reason: said.replace(/\.$/, '') })
}

/**
 * The cold start of one side.
 * @throws ColdstartError `nothing-to-explain` where no invocation of it was a cold start that answered
 */
export function startOf(result: Result, name: string): MeasuredStart {
  const cold = result.summaries.find(({ target }) => target === name)?.cold[0]
  const waitMs = cold?.wait.p50Ms
  if (cold === undefined || waitMs === undefined) {
    throw nothingToExplain(failureOf(result, name) ?? 'none was observed cold')
  }
  const { wait, breakdown } = cold
  return {
    n: wait.n,
    waitMs,
    ...(wait.p50Interval && { waitInterval: wait.p50Interval }),
    ...(breakdown && { breakdown }),
  }
}
