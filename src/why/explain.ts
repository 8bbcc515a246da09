import type { OnBenchEvent } from '../bench/bench.ts'
import type { BenchContext } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { isoNow } from '../core/clock.ts'
import type { LoadReport } from '../core/load-report.ts'
import type { Result } from '../core/result.ts'
import { systemClock } from '../core/system-clock.ts'
import { readVersion } from '../core/version.ts'
import type { LoadComparison, WhyReport } from '../core/why-report.ts'
import { type Answer, askOnce } from './ask-once.ts'
import { compareLoads } from './compare-loads.ts'
import { judgeForbidden, judgeLoadBudgets, type LoadBudget } from './load-budget.ts'
import { loadsOf, nothingToExplain, startOf } from './measure-sides.ts'
import type { ReadLoad } from './read-load.ts'
import { type Explained, type ExplainedSides, readSides, subjectOf } from './read-one.ts'
import { rescale } from './rescale.ts'
import { traceLoads } from './trace-load.ts'
import { bytecode } from './what-ifs/bytecode.ts'
import { chooseWhatIfs } from './what-ifs/choose.ts'
import { judgeChanges } from './what-ifs/judge-changes.ts'
import { AS_IS, type MeasuredWhatIfs, measureWhatIfs } from './what-ifs/measure-what-ifs.ts'
import { type NodesAsked, nodesToTry } from './what-ifs/nodes-to-try.ts'
import type { WhatIfSubject } from './what-ifs/what-if.ts'

/** What is to be explained. */
export interface WhyRequest extends NodesAsked {
  /** With the one function, and what it is asked with. */
  readonly config: BenchConfig
  /** Rounds of what is measured without tracing. */
  readonly rounds: number
  readonly budgets: readonly LoadBudget[]
  /** Packages that must not be loaded. */
  readonly forbidden: readonly string[]
}

/** So many loads are traced at most where changes are measured too: what they are the least of hardly falls any more. */
const MOST_TRACED = 7
const BEFORE = 'before'

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
  const { after: explained, before } = await readSides(request.config, context)
  const nodes = await nodesToTry(request, explained.workload.language, context)
  const answer = await answerOf(explained, context)
  if (before) await answerOf(before.explained, context, `as of ${before.revision}: `)
  const { rounds, whatIfs } = request
  const traced = before || whatIfs.length === 0 ? rounds : Math.min(rounds, MOST_TRACED)
  const functions = [{ name: AS_IS, explained }]
  if (before) functions.push({ name: BEFORE, explained: before.explained })
  const { result, loads } = await traceLoads(functions, traced, context, onEvent)
  const [{ load, each }, old] = loads as [ReadLoad, ReadLoad?]
  const changes = await tryChanges({ ...request, nodes, answer }, explained, load, context, onEvent)
  const coldStart = startOf(changes.result ?? result, AS_IS)
  const scaled = rescale(load, coldStart)
  return {
    schemaVersion: 1,
    kind: 'why',
    tool: { name: 'coldstart', version: await readVersion() },
    startedAt,
    environment: result.environment,
    function: functionOf(request, explained, result),
    coldStart,
    load: scaled,
    whatIfs: changes.whatIfs,
    budgets: judge(request, scaled, { each, coldStart, plain: changes.result ?? result }),
    ...(before && old && { comparedWith: compareInRun(result, { load, before: old.load, ...before }) }),
    runs: [result, ...(changes.result ? [changes.result] : [])].map(({ run }) => run.id),
  }
}

/** Which function, under which contract, and what ran it. */
function functionOf(
  { config }: WhyRequest,
  { own, workload }: Explained,
  { targets }: Result,
): WhyReport['function'] {
  const runBy = targets[0]?.facts?.parity?.runBy
  return {
    name: config.functions[0]?.entry ?? own.entry,
    contract: workload.contract,
    ...(runBy && { runtime: runBy }),
  }
}

/**
 * What the function answers; one that answers nothing would be started many times, each for as long as the platform
 * waits.
 * @param side said in front of why it does not, where there are two
 * @throws ColdstartError `nothing-to-explain` where it answers nothing twice
 */
async function answerOf({ own, config }: Explained, context: BenchContext, side = ''): Promise<Answer> {
  const first = await askOnce(own, config, context)
  if (first.error === undefined) return first
  const second = await askOnce(own, config, context)
  if (second.error !== undefined) throw nothingToExplain(`${side}${second.error}`)
  return second
}

/** What was asked of the load, with the load of each start to say how far it scatters. */
function judge(
  { budgets, forbidden }: WhyRequest,
  load: LoadReport,
  {
    each,
    coldStart,
    plain,
  }: Pick<ReadLoad, 'each'> & Pick<WhyReport, 'coldStart'> & { readonly plain: Result },
) {
  const starts = {
    loadsMs: loadsOf(plain, AS_IS).map((ms) => ms + (load.inFirstCallMs ?? 0)),
    each: each.map((one) => rescale(one, coldStart)),
  }
  return [...judgeLoadBudgets(budgets, load, starts), ...judgeForbidden(forbidden, load)]
}

/** The load against that of a revision, which was measured in the same rounds. */
function compareInRun(
  result: Result,
  { load, before, revision, commit, explained }: Compared,
): LoadComparison {
  const [start, was] = [startOf(result, AS_IS), startOf(result, BEFORE)]
  const [now, old] = [rescale(load, start), rescale(before, was)]
  const change = judgeChanges(result, BEFORE, [AS_IS]).get(AS_IS)
  const { own, workload } = explained
  return {
    startedAt: result.run.startedAt,
    function: { name: own.entry, contract: workload.contract },
    loadMs: old.loadMs,
    changes: compareLoads(old, now),
    against: { revision, commit, coldStart: was, loadNowMs: now.loadMs, ...(change && { change }) },
  }
}

interface Compared extends NonNullable<ExplainedSides['before']> {
  readonly load: LoadReport
  readonly before: LoadReport
}

interface ChangesToTry extends Pick<WhyRequest, 'rounds' | 'whatIfs'> {
  readonly nodes: WhatIfSubject['nodes']
  /** Of the function as it is. */
  readonly answer: Answer
}

async function tryChanges(
  { rounds, whatIfs, nodes, answer }: ChangesToTry,
  explained: Explained,
  load: LoadReport,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<MeasuredWhatIfs> {
  if (whatIfs.length === 0 || context.signal?.aborted) return { whatIfs: [] }
  const { nodeVersion, env } = context
  const subject = await subjectOf(explained, load, { nodeVersion, nodes, searchPath: env.PATH ?? '' })
  const { workload, config } = explained
  const asked = whatIfs === 'all' ? undefined : whatIfs
  const kinds = workload.language === undefined ? chooseWhatIfs(subject, asked) : [bytecode]
  return measureWhatIfs({ kinds, subject, workload, config, rounds, answer }, context, onEvent)
}
