import type { OnBenchEvent } from '../bench/bench.ts'
import type { BenchContext } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { isoNow } from '../core/clock.ts'
import type { LoadReport } from '../core/load-report.ts'
import { systemClock } from '../core/system-clock.ts'
import { readVersion } from '../core/version.ts'
import type { WhyReport } from '../core/why-report.ts'
import { judgeForbidden, judgeLoadBudgets, type LoadBudget } from './load-budget.ts'
import { startOf } from './measure-sides.ts'
import { type Explained, readOne, subjectOf } from './read-one.ts'
import { rescale } from './rescale.ts'
import { traceLoad } from './trace-load.ts'
import { chooseWhatIfs } from './what-ifs/choose.ts'
import { AS_IS, type MeasuredWhatIfs, measureWhatIfs } from './what-ifs/measure-what-ifs.ts'

/** What is to be explained. */
export interface WhyRequest {
  /** With the one function, and what it is asked with. */
  readonly config: BenchConfig
  /** Rounds of what is measured without tracing. */
  readonly rounds: number
  /** Changes that are measured, by name; `all` that have something to change. */
  readonly whatIfs: readonly string[] | 'all'
  readonly budgets: readonly LoadBudget[]
  /** Packages that must not be loaded. */
  readonly forbidden: readonly string[]
}

/** So many loads are traced at most: their median does not move any more. */
const MOST_TRACED = 7

/**
 * Says where the load of a function goes, by starts that are traced beside starts that are not, and what changes of its
 * package would do to it.
 * @throws ColdstartError `bad-arguments` for none or several functions or contracts, `nothing-to-explain`, and those
 * of `bench`
 */
export async function explain(
  request: WhyRequest,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<WhyReport> {
  const startedAt = isoNow(context.clock ?? systemClock)
  const explained = await readOne(request.config, context)
  const { rounds, whatIfs } = request
  const traced = whatIfs.length === 0 ? rounds : Math.min(rounds, MOST_TRACED)
  const { result, load, each } = await traceLoad(explained, traced, context, onEvent)
  const changes = await tryChanges(request, explained, load, context, onEvent)
  const coldStart = startOf(changes.result ?? result, AS_IS)
  const scaled = rescale(load, coldStart)
  const parts = each.map((one) => rescale(one, coldStart))
  const runBy = result.targets[0]?.facts?.parity?.runBy
  return {
    schemaVersion: 1,
    kind: 'why',
    tool: { name: 'coldstart', version: await readVersion() },
    startedAt,
    environment: result.environment,
    function: {
      name: request.config.functions[0]?.entry ?? explained.own.entry,
      contract: explained.workload.contract,
      ...(runBy && { runtime: runBy }),
    },
    coldStart,
    load: scaled,
    whatIfs: changes.whatIfs,
    budgets: [
      ...judgeLoadBudgets(request.budgets, scaled, parts),
      ...judgeForbidden(request.forbidden, scaled),
    ],
    runs: [result, ...(changes.result ? [changes.result] : [])].map(({ run }) => run.id),
  }
}

async function tryChanges(
  { rounds, whatIfs }: WhyRequest,
  explained: Explained,
  load: LoadReport,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<MeasuredWhatIfs> {
  if (whatIfs.length === 0 || context.signal?.aborted) return { whatIfs: [] }
  const subject = await subjectOf(explained, load, context.nodeVersion)
  const kinds = chooseWhatIfs(subject, whatIfs === 'all' ? undefined : whatIfs)
  const { workload, config } = explained
  return measureWhatIfs({ kinds, subject, workload, config, rounds }, context, onEvent)
}
