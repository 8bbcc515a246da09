import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runSetUp } from '../../src/bench/run-set-up.ts'
import { builtEntry } from '../../src/core/built-entry.ts'
import { isAlive } from '../../src/engine/kill-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const env = { PATH: process.env.PATH }
const pause = () => new Promise((resolve) => setTimeout(resolve, 20))
async function until(condition: () => boolean) {
  while (!condition()) await pause()
}

/** Each process that a command named in a file of its own, by id. */
function idsIn(folder: string, ...names: string[]): number[] {
  return names.map((name) => Number(readFileSync(join(folder, name), 'utf8')))
}

describe('a command that sets a revision up', () => {
  it('runs in its folder, with the shell’s own words', async () => {
    const cwd = temporaryFolder()
    await runSetUp({ command: 'echo "$PWD" > place && test 1 = 1', cwd, env })
    expect(readFileSync(join(cwd, 'place'), 'utf8').trim()).toContain(cwd)
  })

  it.each([
    ['echo first; echo last words >&2; exit 3', 'ended with 3: first last words'],
    ['kill -9 $$', 'ended by SIGKILL'],
  ])('%s is an error with what it wrote', async (command, words) => {
    await expect(runSetUp({ command, cwd: temporaryFolder(), env })).rejects.toThrow(words)
  })

  it('ends with all that it started when it is aborted', async () => {
    const cwd = temporaryFolder()
    const stop = new AbortController()
    const command = 'sleep 60 & echo $! > inner; sleep 60'
    const running = runSetUp({ command, cwd, env, signal: stop.signal })
    await until(() => existsSync(join(cwd, 'inner')) && idsIn(cwd, 'inner')[0] !== 0)
    stop.abort(new Error('interrupted'))
    await expect(running).rejects.toThrow('interrupted')
    await until(() => !idsIn(cwd, 'inner').some((pid) => isAlive(pid)))
  })

  it.runIf(process.platform === 'linux')(
    'ends when the process that runs it is killed, with what has a session of its own and what takes no signal',
    async () => {
      const cwd = temporaryFolder()
      const command = 'trap "" TERM HUP INT; setsid sleep 60 & echo $! > daemon; echo $$ > shell; sleep 60'
      const module = pathToFileURL(builtEntry('modules/bench/run-set-up.js')).href
      const script = `import { runSetUp } from ${JSON.stringify(module)}
await runSetUp(${JSON.stringify({ command, cwd, env })})`
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
      await until(
        () => existsSync(join(cwd, 'shell')) && idsIn(cwd, 'daemon', 'shell').every((pid) => pid > 0),
      )
      const ids = idsIn(cwd, 'daemon', 'shell')
      expect(ids.map((pid) => isAlive(pid))).toEqual([true, true])
      parent.kill('SIGKILL')
      await until(() => !ids.some((pid) => isAlive(pid)))
    },
  )
})
