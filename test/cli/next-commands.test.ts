import { expect, it } from 'vitest'
import type { BenchOutcome } from '../../src/bench/bench.ts'
import { nextCommands } from '../../src/cli/next-commands.ts'
import { resultOf } from '../support/sample-result.ts'

/** The commands alone, of a run on the local engine. */
function commandsAfter(command: 'bench' | 'resume', status: 'finished' | 'unfinished', ...typed: string[]) {
  const result = resultOf()
  const outcome = { result: { ...result, run: { ...result.run, status } } } as BenchOutcome
  return nextCommands(outcome, false, { command, typed, shell: 'posix' }).map(
    (line) => line.split(/ {2,}/)[0],
  )
}

it('repeats the words of a run that is done, for more of it and to serve it', () => {
  expect(commandsAfter('bench', 'finished', './a.mjs', '--cold', '9', '--config', 'ci.json')).toEqual([
    'npx coldstart bench ./a.mjs --config ci.json --cold 40',
    'npx coldstart serve ./a.mjs --config ci.json',
    'npx coldstart bench --target mine=https://host/api',
  ])
})

it('proposes nothing whose words are not known, after a run that went on', () => {
  const [only, ...more] = commandsAfter('resume', 'finished', 'latest')
  expect(only).toMatch(/^npx coldstart report \S+ --open$/)
  expect(more).toEqual([])
})

it('repeats what a run was given, or given again, where it has to go on once more', () => {
  for (const command of ['bench', 'resume'] as const)
    expect(commandsAfter(command, 'unfinished', '--env', 'A=1', '--config', 'ci.json')).toEqual([
      expect.stringMatching(/^npx coldstart resume \S+ --env A=… --config ci\.json$/),
    ])
})
