import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { homeIn } from './home-in.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The built CLI's file. */
export const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))

/** A run that is over soon, and one that is not. */
export const smallRun = ['bench', '--provider', 'lambda', '--cold', '2', '--warm', '2']
export const endlessRun = ['bench', '--provider', 'lambda', '--cold', '500', '--warm', '2']

/**
 * Starts the built CLI in a folder of its own, for tests that do something to it while it runs.
 * @param command what runs it, in place of Node alone
 * @param prepare puts into its folder what has to be there from the start
 */
export function startCli(
  argv: readonly string[],
  command: readonly string[] = [process.execPath, bin],
  prepare: (cwd: string) => void = () => {},
) {
  const cwd = temporaryFolder()
  prepare(cwd)
  const [program = '', ...before] = command
  const env = { PATH: process.env.PATH, ...homeIn(cwd), NO_COLOR: '1' }
  const child = spawn(program, [...before, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return { child, cwd, ended, said: () => stderr }
}

/** Waits for something that a process brings about; ends also when it has ended. */
export async function until(condition: () => boolean, child: ChildProcess): Promise<void> {
  while (!condition() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** The run file of a folder; empty until there is one. */
export function runFileOf(cwd: string): string {
  const folder = join(cwd, 'results')
  const name = existsSync(folder) ? readdirSync(folder).find((one) => one.endsWith('.jsonl')) : undefined
  return name ? readFileSync(join(folder, name), 'utf8') : ''
}
