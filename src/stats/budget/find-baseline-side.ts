import type { Result } from '../../core/result.ts'
import { RUNS_NEEDED } from '../recorded-runs.ts'
import { hardDifferences } from '../result/hard-differences.ts'
import { elsewhereOf, environmentOf } from '../result/machine.ts'
import type { TargetGroup } from '../result/target-group.ts'
import type { Operand } from './budget.ts'
import { type BudgetSubject, findSubjects, nameSubject } from './budget-subject.ts'

/** A recorded run, and what its samples are of. */
export interface RecordedSide {
  readonly result: Result
  readonly groups: readonly TargetGroup[]
}

/** What a subject is held against. */
export interface BaselineSide {
  /** One of the newest run, or one of each of several. */
  readonly subjects: readonly BudgetSubject[]
  readonly name: string
  readonly caveat?: string
}

interface Candidate {
  readonly subject: BudgetSubject
  readonly result: Result
  /** Why it is not taken; empty where it is. */
  readonly unlike: readonly string[]
  readonly elsewhere: readonly string[]
}

/** What must be said of two runs that are compared by themselves. */
const ONE_DRAW =
  "these are two runs, and machine and hour move all samples of a run together, so that they differ need not be the code's doing"

/**
 * The side of a baseline that a subject is held against: all its recorded runs where three or more can be used, else the
 * newest alone. On the local engine runs of another machine or Node are not used unless that is allowed.
 * @param runs oldest first
 * @returns or why there is none
 */
export function findBaselineSide(
  operand: Operand,
  subject: BudgetSubject,
  result: Result,
  runs: readonly RecordedSide[],
  allowUnlike: boolean,
): BaselineSide | string {
  const candidates = runs.flatMap((run) => candidateOf(operand, subject, result, run))
  const newest = candidates.at(-1)
  if (runs.length === 0) return 'the baseline has no run but this one, or is not there any more'
  if (!newest) return `the baseline has no ${nameSubject(operand, subject)}`
  const alike = candidates.filter(({ unlike }) => unlike.length === 0)
  const newestAlike = alike.at(-1)
  if (!newestAlike) return `the baseline is of another kind: ${newest.unlike.join('; ')}`
  const isLocal = subject.group.target.platform === 'local'
  const here = isLocal && !allowUnlike ? alike.filter(({ elsewhere }) => elsewhere.length === 0) : alike
  const taken = here.at(-1)
  if (!taken) return refusalOf(newestAlike)
  const left = alike.length - here.length
  const leftOut = left > 0 ? `; ${left} more measured elsewhere are left out` : ''
  const where = wordsOfElsewhere(here)
  if (here.length < RUNS_NEEDED)
    return {
      subjects: [taken.subject],
      name: `the baseline (${taken.result.run.id}${wordsOfElsewhere([taken])})`,
      caveat: `${ONE_DRAW}; a baseline of ${RUNS_NEEDED} runs knows how far runs of equal code differ, this one has ${here.length}${leftOut}: save ${RUNS_NEEDED - here.length} more, or measure both in one run with --against`,
    }
  return {
    subjects: here.map((one) => one.subject),
    name: `the baseline (${here.length} runs, ${here[0]?.result.run.id} to ${taken.result.run.id}${where}${leftOut})`,
  }
}

function candidateOf(
  operand: Operand,
  subject: BudgetSubject,
  result: Result,
  run: RecordedSide,
): Candidate[] {
  const target = subject.group.name
  const [found] = findSubjects({ ...operand, target }, run.groups, subject.way)
  if (!found) return []
  return [
    {
      subject: found,
      result: run.result,
      unlike: hardDifferences(
        { target: found.group.target, config: run.result.config },
        { target: subject.group.target, config: result.config },
      ),
      elsewhere: elsewhereOf(
        environmentOf(run.result, found.group.target),
        environmentOf(result, subject.group.target),
      ),
    },
  ]
}

function refusalOf({ result, elsewhere }: Candidate): string {
  return `the baseline (${result.run.id}) was measured elsewhere, and on the local engine machine and Node are the runtime: ${elsewhere.join('; ')}; --allow-unlike takes it all the same`
}

function wordsOfElsewhere(taken: readonly Candidate[]): string {
  const lines = [...new Set(taken.flatMap(({ elsewhere }) => elsewhere))]
  return lines.length > 0 ? `, measured elsewhere: ${lines.join('; ')}` : ''
}
