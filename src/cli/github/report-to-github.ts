import { posix, relative } from 'node:path'
import { plainValue } from '../../core/plain-text.ts'
import type { BudgetVerdict, Result } from '../../core/result.ts'
import { groupOf } from '../../core/target-groups.ts'
import { sayBudget } from '../../reporters/budget-sentences.ts'
import { markdown } from '../../reporters/markdown.ts'
import type { Io } from '../io.ts'
import type { Annotation } from './workflow-commands.ts'
import { writeToGitHub } from './write-to-github.ts'

/**
 * In a job of GitHub Actions: the report as the job's summary, an annotation for each budget that did not pass, and
 * `verdict` (pass, fail, inconclusive, or none without budgets), `run` and `result` as outputs of the step.
 * @param document path of the result document, where one was written
 */
export async function reportToGitHub(result: Result, document: string | undefined, io: Io): Promise<void> {
  const plain = plainValue(result)
  const outputs = {
    verdict: verdictOf(plain),
    run: plain.run.id,
    result: document === undefined ? undefined : relative(io.cwd, document),
  }
  const summary = markdown(plain, { columns: 80, colorLevel: 0 })
  const noun = 'budgets did not pass'
  await writeToGitHub({ summary, annotations: annotationsOf(plain), noun, outputs }, io)
}

function verdictOf({ budgets }: Result): string {
  const verdicts = new Set(budgets.map(({ verdict }) => verdict))
  return (['fail', 'inconclusive', 'pass'] as const).find((one) => verdicts.has(one)) ?? 'none'
}

/** Those that failed first, then those that are open, at the file of their function. */
function annotationsOf(result: Result): Annotation[] {
  const open = result.budgets.filter(({ verdict }) => verdict !== 'pass')
  const failedFirst = [...open].sort((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'))
  return failedFirst.map((judged) => annotationOf(judged, result))
}

function annotationOf(judged: BudgetVerdict, { targets }: Result): Annotation {
  const own = targets.find((one) => groupOf(one) === judged.target)?.facts?.function
  return {
    level: judged.verdict === 'fail' ? 'error' : 'warning',
    title: `coldstart: budget ${judged.verdict}`,
    text: sayBudget(judged),
    file: own && posix.join(own.root, own.entry),
  }
}
