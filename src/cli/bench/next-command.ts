import type { Result } from '../../core/result.ts'

/** What a reader of this result would want to do next, as commands that can be pasted. */
export function nextCommands(result: Result): string[] {
  if (result.run.status === 'unfinished')
    return [`coldstart resume ${result.run.id}   go on where this run stopped`]
  if (result.targets.some(({ platform }) => platform === 'local')) {
    return [
      'coldstart bench --cold 40                      four times the cold starts: narrower intervals, a p95',
      'coldstart serve                                the same functions to curl, and to watch going cold',
      'coldstart bench --target mine=https://host/api a function that runs already',
    ]
  }
  return ['coldstart compare latest <an earlier run>   is it slower than before?']
}
