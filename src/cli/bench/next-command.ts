import type { Result } from '../../core/result.ts'

/** What a reader of this result would want to do next, as commands that can be pasted, and what for. */
export function nextCommands(result: Result): string[] {
  return align(suggestionsFor(result))
}

function suggestionsFor({ run, targets, samples }: Result): [command: string, purpose: string][] {
  if (run.status === 'unfinished') return [[`npx coldstart resume ${run.id}`, 'go on where this run stopped']]
  if (targets.some(({ platform }) => platform === 'local'))
    return [
      ['npx coldstart bench --cold 40', 'narrower intervals, and a p95'],
      ['npx coldstart serve', 'curl the same functions and watch them go cold'],
      ['npx coldstart bench --target mine=https://host/api', 'a function that runs already'],
    ]
  if (samples.every(({ error }) => error))
    return [['npx coldstart doctor', 'what keeps the platforms from answering']]
  return [
    [`npx coldstart baseline save main`, 'keep this result to compare with'],
    [`npx coldstart compare main latest`, 'after a change: slower than before?'],
  ]
}

function align(suggestions: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...suggestions.map(([command]) => command.length))
  return suggestions.map(([command, purpose]) => `${command.padEnd(width)}  ${purpose}`)
}
