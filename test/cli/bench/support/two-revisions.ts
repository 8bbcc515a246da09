import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gitEnv, repositoryOf } from '../../../support/git-repository.ts'
import { runInProcess } from '../../../support/run-in-process.ts'

export const lambda = (value: string) => `export const handler = async () => ${value}\n`
export const few = ['--cold', '2', '--warm', '0', '-q']

/** A repository of one function, tagged v1. */
export function repository(): string {
  return repositoryOf({ 'f.mjs': lambda('"committed"') })
}

export function bench(cwd: string, ...words: string[]) {
  return runInProcess(words, {
    cwd,
    env: { ...gitEnv, XDG_CACHE_HOME: join(cwd, 'cache'), TOKEN: 'for-both' },
  })
}

/** The run file without its footer and last sample, as a kill leaves it. */
export function makeUnfinished(cwd: string): void {
  const name = readdirSync(join(cwd, 'results')).find((file) => file.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${lines.slice(0, -2).join('\n')}\n`)
}
