import type { BudgetVerdict, Result } from '../core/result.ts'
import type { Summary } from '../core/summary.ts'
import { budgetSentences } from './budget-sentences.ts'
import type { Reporter } from './reporter.ts'

/**
 * JUnit's XML, as Jenkins and GitLab read it: a test case a budget; one that is inconclusive is skipped, for it is
 * neither. Without budgets a case a target, which is an error where no invocation succeeded.
 * https://github.com/jenkinsci/xunit-plugin (junit-10.xsd)
 */
export const junit: Reporter = (result) => {
  const cases =
    result.budgets.length > 0
      ? result.budgets.map((budget) => budgetCase(result, budget))
      : result.summaries.map(targetCase)
  const count = (kind: Case['kind']) => cases.filter((one) => one.kind === kind).length
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
  const { startedAt, finishedAt } = result.run
  const seconds = finishedAt === undefined ? 0 : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coldstart" ${counts} time="${seconds}">`,
    `  <testsuite name="${escapeXml(result.run.id)}" ${counts} skipped="${count('skipped')}" timestamp="${startedAt.slice(0, 19)}" time="${seconds}">`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

interface Case {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped'
  readonly xml: string
}

function budgetCase(result: Result, budget: BudgetVerdict): Case {
  const [said] = budgetSentences({ ...result, budgets: [budget] })
  const words = said?.words ?? budget.expected
  const { verdict, target = 'run', expected } = budget
  if (verdict === 'pass') return caseOf(target, expected, 'passed')
  return verdict === 'fail'
    ? caseOf(target, expected, 'failure', words)
    : caseOf(target, expected, 'skipped', words)
}

function targetCase({ target, invocations, errors }: Summary): Case {
  const failed = Object.values(errors).reduce((sum, n) => sum + n, 0)
  if (invocations > 0 && failed < invocations) return caseOf(target, 'measured', 'passed')
  const kinds = Object.entries(errors).map(([kind, n]) => `${n} × ${kind}`)
  return caseOf(
    target,
    'measured',
    'error',
    `No invocation succeeded: ${kinds.join(', ') || 'there was none'}.`,
  )
}

function caseOf(target: string, name: string, kind: Case['kind'], message = ''): Case {
  const open = `    <testcase classname="${escapeXml(target)}" name="${escapeXml(name)}"`
  if (kind === 'passed') return { kind, xml: `${open}/>` }
  const type = kind === 'skipped' ? '' : ` type="${kind === 'failure' ? 'budget' : 'invocation'}"`
  return { kind, xml: `${open}>\n      <${kind}${type} message="${escapeXml(message)}"/>\n    </testcase>` }
}

/** Attribute text; what XML 1.0 cannot hold at all becomes U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
