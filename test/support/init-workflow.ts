import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunLine } from '../../src/core/run-file.ts'
import type { StepOutcome } from './workflow-steps.ts'

/** The file of a workflow in a repository. */
export const workflow = (cwd: string, name: string) => join(cwd, '.github/workflows', `${name}.yml`)
/** How each step ended. */
export const codes = (steps: readonly StepOutcome[]) => steps.map(({ name, code }) => [name, code])

/** Idle periods of the cold starts of `mine`, ms, in the order of the runs in a folder. */
export function idlesIn(folder: string): (number | undefined)[] {
  const runs = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  return runs.flatMap((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n')
    const samples = lines
      .map((line) => JSON.parse(line) as RunLine)
      .flatMap((line) => (line.type === 'sample' ? line.sample : []))
    return samples
      .filter(({ target, intended }) => target === 'mine' && intended === 'cold')
      .map(({ idleMs }) => idleMs)
  })
}
