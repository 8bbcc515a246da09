import { spawn } from 'node:child_process'
import { ColdstartError } from '../../core/errors.ts'
import { nodeCommand, type SpawnFacts } from '../../engine/environment-process.ts'
import { COUNTER, STEADY_LAYOUT } from './counter.ts'

/** What makes V8 do the same work each time: garbage is else collected by the clock. */
const STEADY = ['--single-threaded', '--predictable-gc-schedule', '--hash-seed=1', '--random-seed=1']

/**
 * The function's process so that each start does the same work; under the counter where that is counted.
 * @returns `ended` with all that it wrote to stderr
 * @throws ColdstartError `cannot-count` where it cannot be started
 */
export function spawnSteady(facts: SpawnFacts, isCounting: boolean) {
  const { file, args, env } = nodeCommand(facts)
  const node = [...STEADY, ...args]
  const [program, words] = isCounting
    ? [STEADY_LAYOUT[0], [...STEADY_LAYOUT.slice(1), ...COUNTER, file, ...node]]
    : [file, node]
  const child = spawn(program, words, {
    cwd: facts.folder.task,
    env: { ...env, UV_THREADPOOL_SIZE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let said = ''
  child.on('error', () => {})
  child.stderr.on('data', (text) => {
    said += text
  })
  const { pid } = child
  if (pid === undefined)
    throw new ColdstartError('cannot-count', { reason: `${program} could not be started` })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(said)))
  return { child, pid, ended }
}
