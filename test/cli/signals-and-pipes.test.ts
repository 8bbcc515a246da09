import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))
const small = ['bench', '--provider', 'lambda', '--cold', '2', '--warm', '2']
const endless = ['bench', '--provider', 'lambda', '--cold', '500', '--warm', '2']

function start(argv: readonly string[], command: readonly string[] = [process.execPath, bin]) {
  const cwd = temporaryFolder()
  const [program = '', ...before] = command
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' }
  const child = spawn(program, [...before, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return { child, cwd, ended, said: () => stderr }
}

async function until(condition: () => boolean, child: ChildProcess): Promise<void> {
  while (!condition() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
}

function runFileOf(cwd: string): string {
  const folder = join(cwd, 'results')
  const name = existsSync(folder) ? readdirSync(folder).find((one) => one.endsWith('.jsonl')) : undefined
  return name ? readFileSync(join(folder, name), 'utf8') : ''
}

const onPosix = describe.skipIf(process.platform === 'win32')

onPosix('signals', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends a run in good order with exit code %d, and names the resume command',
    async (signal, code) => {
      const { child, cwd, ended, said } = start(endless)
      await until(() => runFileOf(cwd).includes('"sample"'), child)
      child.kill(signal)
      expect(await ended).toEqual([code, null])
      expect(said()).toMatch(/coldstart resume \S+/)
    },
    60_000,
  )

  it('a signal before anything has begun ends the process with its code, and leaves nothing', async () => {
    const { cwd, ended } = start(endless, [
      process.execPath,
      '--import',
      'data:text/javascript,setInterval(()=>process.listenerCount("SIGTERM")&&process.kill(process.pid,"SIGTERM"),0).unref()',
      bin,
    ])
    const [code, signal] = await ended
    expect(signal).toBeNull()
    expect(code).toBe(143)
    expect(runFileOf(cwd)).not.toContain('"sample"')
  }, 60_000)

  it('under nohup SIGHUP is ignored', async () => {
    const script = `nohup "${process.execPath}" "${bin}" "$@"`
    const { child, cwd, ended } = start(small, ['bash', '-c', `${script} & echo $! >pid; wait $!`, 'bash'])
    await until(() => runFileOf(cwd).includes('"sample"'), child)
    process.kill(Number(readFileSync(join(cwd, 'pid'), 'utf8')), 'SIGHUP')
    expect(await ended).toEqual([0, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  }, 60_000)
})

describe('a pipe whose reader has gone', () => {
  it('ends nothing but the writing: the run is finished and the budget decides the exit code', async () => {
    const { child, cwd, ended } = start([...small, '--format', 'json', '--budget', 'cold.p95 < 1h'])
    child.stdout.destroy()
    expect(await ended).toEqual([3, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  }, 60_000)

  it('on standard error ends nothing either', async () => {
    const { child, cwd, ended } = start([...small, '--verbose'])
    child.stderr.destroy()
    child.stdout.resume()
    expect(await ended).toEqual([0, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  }, 60_000)
})
