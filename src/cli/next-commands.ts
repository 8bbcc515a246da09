import type { BenchOutcome } from '../bench/bench.ts'
import { MOST_INVOCATIONS } from '../config/value-kinds.ts'
import type { Result } from '../core/result.ts'
import { repeatWords, resumeWords, serveWords } from './repeat-words.ts'
import type { Shell } from './shell.ts'

/** By what words a run was begun, or went on. */
export interface AskedBy {
  readonly command: 'bench' | 'resume'
  /** What followed the command, as it was typed. */
  readonly typed: readonly string[]
}

interface Asked extends AskedBy {
  readonly shell: Shell
}

type Suggestion = readonly [command: string, purpose: string]

/**
 * What a reader of a result would want to do next, as commands that can be pasted in the folder and shell of this one,
 * each with what it is for. @param isInVain true where nothing succeeded
 */
export function nextCommands(outcome: BenchOutcome, isInVain: boolean, asked: Asked): string[] {
  const suggestions = suggestionsFor(outcome, isInVain, asked)
  const width = Math.max(...suggestions.map(([command]) => command.length))
  return suggestions.map(([command, purpose]) => `${command.padEnd(width)}  ${purpose}`)
}

function suggestionsFor(
  { result, keepAlive }: BenchOutcome,
  isInVain: boolean,
  asked: Asked,
): readonly Suggestion[] {
  const { run, targets } = result
  if (run.status === 'unfinished')
    return [
      [
        `npx coldstart resume ${run.id}${resumeWords(asked.typed, asked.shell)}`,
        'continue where this run stopped',
      ],
    ]
  if (keepAlive)
    return [[`npx coldstart report ${run.id} -o keep-alive.html`, 'the curve of what was still there']]
  if (targets.some(({ platform }) => platform === 'local'))
    return asked.command === 'resume' ? [readIt(run.id)] : afterEngine(result, asked)
  if (isInVain) return [['npx coldstart doctor', 'what keeps the platforms from answering']]
  return [
    [`npx coldstart baseline save main`, 'keep this result to compare with'],
    [`npx coldstart compare main latest`, 'after a change: slower than before?'],
  ]
}

/** The words of a run that goes on were typed before, and are not known. */
function readIt(run: string): Suggestion {
  return [`npx coldstart report ${run} --open`, 'this run as a page']
}

function afterEngine(result: Result, asked: Asked): readonly Suggestion[] {
  const serve = `npx coldstart serve${serveWords(asked.typed, asked.shell)}`
  return [
    ...moreOfIt(result, asked),
    [serve, 'curl the same functions and watch them go cold'],
    lastSuggestion(result, asked),
  ]
}

/** More cold starts; a run that went on until it was decided has enough, or needs a longer way to its end. */
function moreOfIt(
  { run: { decision }, budgets, config }: Result,
  { typed, shell }: Asked,
): readonly Suggestion[] {
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

function isOwn(targets: Result['targets']): boolean {
  return targets.some(({ facts }) => facts?.function !== undefined)
}

/** A function of the user's own has a past to be compared with, in a repository; the sample has none. */
function lastSuggestion({ targets, changes, environment }: Result, { typed, shell }: Asked): Suggestion {
  const hasPast = environment.gitCommit !== undefined && changes === undefined
  if (isOwn(targets) && hasPast)
    return [
      `npx coldstart bench${repeatWords(typed, shell, writtenWords(typed))} --against HEAD`,
      'what your changes do to it',
    ]
  return ['npx coldstart bench --target mine=https://host/api', 'a function that runs already']
}
