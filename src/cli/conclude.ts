import { dirname, relative } from 'node:path'
import type { BenchOutcome } from '../bench/bench.ts'
import { MOST_INVOCATIONS } from '../config/value-kinds.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { Result } from '../core/result.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { findingsIn } from './conclude-keep-alive.ts'
import type { Io } from './io.ts'
import type { Presentation } from './presentation.ts'
import { namesFunctions, repeatWords, resumeWords, type ServedSettings, serveWords } from './repeat-words.ts'
import type { Shell } from './shell.ts'
import { presentResult } from './write-reports.ts'
import type { PiecesIn } from './write-shown.ts'

/**
 * Writes and prints what a run found, and says how to go on.
 * @returns 1 when nothing succeeded or something could not be taken down, else what the budgets say
 */
export async function conclude(
  outcome: BenchOutcome,
  { presentation, typed = [] }: { readonly presentation: Presentation; readonly typed?: readonly string[] },
  io: Io,
): Promise<ExitCode> {
  const { result, leftBehind } = outcome
  await present(outcome, presentation, typed, io)
  if (leftBehind.length > 0 || hasOnlyFailed(result)) return exitCodes.failed
  const { allowInconclusive } = result.config as { allowInconclusive?: boolean }
  return exitCodeOfBudgets(result.budgets, allowInconclusive === true)
}

/** True where nothing succeeded, also of a run that measured nothing. */
function hasOnlyFailed({ summaries }: Result): boolean {
  return summaries.every(
    ({ invocations, errors }) => Object.values(errors).reduce((sum, count) => sum + count, 0) === invocations,
  )
}

async function present(
  outcome: BenchOutcome,
  presentation: Presentation,
  typed: readonly string[],
  io: Io,
): Promise<void> {
  const { result, samples, runFile, keepAlive } = outcome
  const shownOf =
    keepAlive && ((ofRun: PiecesIn) => findingsIn(outcome, keepAlive, presentation.samples, ofRun))
  const path = await presentResult({ result, samples }, presentation, dirname(runFile), io, shownOf)
  if (io.env.GITHUB_ACTIONS === 'true') {
    const { reportToGitHub } = await import('./github/report-to-github.ts')
    await reportToGitHub(result, path, io)
  }
  const next = nextCommands(outcome, typed, io.shell).map((line) => `  ${line}\n`)
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\nNext:\n${next.join('')}`)
}

/** What a reader of this result would want to do next, as commands that can be pasted, and what for. */
function nextCommands(outcome: BenchOutcome, typed: readonly string[], shell: Shell): string[] {
  const suggestions = suggestionsFor(outcome, typed, shell)
  const width = Math.max(...suggestions.map(([command]) => command.length))
  return suggestions.map(([command, purpose]) => `${command.padEnd(width)}  ${purpose}`)
}

function suggestionsFor(
  { result, keepAlive }: BenchOutcome,
  typed: readonly string[],
  shell: Shell,
): [command: string, purpose: string][] {
  const { run, targets, changes, environment } = result
  if (run.status === 'unfinished')
    return [[`npx coldstart resume ${run.id}${resumeWords(typed, shell)}`, 'continue where this run stopped']]
  if (keepAlive)
    return [[`npx coldstart report ${run.id} -o keep-alive.html`, 'the curve of what was still there']]
  if (targets.some(({ platform }) => platform === 'local'))
    return [
      ...moreOfIt(result, typed, shell),
      ...serveIt(result, typed, shell),
      lastSuggestion(targets, environment.gitCommit !== undefined && changes === undefined, typed, shell),
    ]
  if (hasOnlyFailed(result)) return [['npx coldstart doctor', 'what keeps the platforms from answering']]
  return [
    [`npx coldstart baseline save main`, 'keep this result to compare with'],
    [`npx coldstart compare main latest`, 'after a change: slower than before?'],
  ]
}

/** More cold starts; a run that went on until it was decided has enough, or needs a longer way to its end. */
function moreOfIt(
  { run: { decision }, budgets, config }: Result,
  typed: readonly string[],
  shell: Shell,
): [command: string, purpose: string][] {
  const { cold = 0, maxCold = Number.POSITIVE_INFINITY } = config as { cold?: number; maxCold?: number }
  if (!decision) {
    const more = Math.min(Math.max(40, 2 * cold), MOST_INVOCATIONS)
    const words = repeatWords(typed, shell, [
      '--cold',
      ...writtenWords(typed),
      ...(maxCold < more ? ['--max-cold'] : []),
    ])
    return [[`npx coldstart bench${words} --cold ${more}`, 'narrower intervals, and a p95']]
  }
  if (budgets.every(({ verdict }) => verdict !== 'inconclusive')) return []
  const again = repeatWords(typed, shell, ['--max-cold', ...writtenWords(typed)])
  return [
    [
      `npx coldstart bench${again} --max-cold ${2 * decision.most}`,
      'a verdict, on a machine as noisy as this',
    ],
  ]
}

/** What was written is there now, and is only written over where that was asked for. */
function writtenWords(typed: readonly string[]): string[] {
  return typed.includes('--force') ? [] : ['--output']
}

/** `serve` reads no configuration file, so functions that only stand there cannot be served by what was typed. */
function serveIt(
  { targets, config }: Result,
  typed: readonly string[],
  shell: Shell,
): [command: string, purpose: string][] {
  if (isOwn(targets) && !namesFunctions(typed)) return []
  const words = serveWords(typed, shell, config as ServedSettings)
  return [[`npx coldstart serve${words}`, 'curl the same functions and watch them go cold']]
}

function isOwn(targets: Result['targets']): boolean {
  return targets.some(({ facts }) => facts?.function !== undefined)
}

/** A function of the user's own has a past to be compared with, in a repository; the sample has none. */
function lastSuggestion(
  targets: Result['targets'],
  hasPast: boolean,
  typed: readonly string[],
  shell: Shell,
): [command: string, purpose: string] {
  if (isOwn(targets) && hasPast)
    return [
      `npx coldstart bench${repeatWords(typed, shell, writtenWords(typed))} --against HEAD`,
      'what your changes do to it',
    ]
  return ['npx coldstart bench --target mine=https://host/api', 'a function that runs already']
}
