import { spawnSync } from 'node:child_process'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from './fake-io.ts'

/** What `coldstart completion <shell>` prints. */
export async function completionFor(shell: string): Promise<string> {
  const io = fakeIo()
  await main(['completion', shell], io)
  return io.written.stdout
}

/** Whether a shell is installed here. */
export const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** Lines as far as they were typed, and the one word that their last word may become. */
export const COMPLETED = [
  ['coldstart his', 'history'],
  ['coldstart report --form', '--format'],
  ['coldstart compare --format ma', 'markdown'],
  ['coldstart baseline s', 'save'],
  ['coldstart prune --older', '--older-than'],
  ['coldstart bench --provider micro', 'microservice'],
  ['coldstart bench --cold-by ev', 'evict'],
  ['coldstart why --what-if comp', 'compile-cache'],
  ['coldstart why --what-if byt', 'bytecode'],
  ['coldstart bench --cold-disk a', 'all'],
  ['coldstart resume --canc', '--cancel'],
  ['coldstart --vers', '--version'],
] as const
