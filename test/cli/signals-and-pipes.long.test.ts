import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, endlessRun, runFileOf, smallRun, startCli, until } from '../support/start-cli.ts'

/** A function whose load never ends, and which says that it has begun: aloud, and by a file where it may write one. */
const endlessLoad = (file: string) => `const { writeFileSync, writeSync } = require('node:fs')
writeSync(2, 'it begins\\n')
try { writeFileSync(${JSON.stringify(file)}, '') } catch {}
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
`

describe.skipIf(process.platform === 'win32')('signals', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends a run in good order with exit code %d, and names the resume command',
    async (signal, code) => {
      const { child, cwd, ended, said } = startCli(endlessRun)
      await until(() => runFileOf(cwd).includes('"sample"'), child)
      child.kill(signal)
      expect(await ended).toEqual([code, null])
      expect(said()).toMatch(/coldstart resume \S+/)
    },
  )

  it('a signal before anything has begun ends the process with its code, and leaves nothing', async () => {
    const { cwd, ended } = startCli(endlessRun, [
      process.execPath,
      '--import',
      'data:text/javascript,setInterval(()=>process.listenerCount("SIGTERM")&&process.kill(process.pid,"SIGTERM"),0).unref()',
      bin,
    ])
    const [code, signal] = await ended
    expect(signal).toBeNull()
    expect(code).toBe(143)
    expect(runFileOf(cwd)).not.toContain('"sample"')
  })

  it.each([['why'], ['why', '--count']])(
    'Ctrl-C before anything was measured ends with 130, and is no failure of the function: %j',
    async (...words) => {
      const begunIn = (folder: string) => join(folder, 'begun')
      const argv = [...words, 'handler.cjs', '--provider', 'lambda', '--debug']
      const { child, cwd, ended, said } = startCli(argv, undefined, (folder) =>
        writeFileSync(join(folder, 'handler.cjs'), endlessLoad(begunIn(folder))),
      )
      await until(() => said().includes('it begins') || existsSync(begunIn(cwd)), child)
      child.kill('SIGINT')
      expect(await ended).toEqual([130, null])
      expect(said()).toContain('Stopping')
      expect(said()).not.toMatch(/nothing to explain|can be counted/)
    },
  )

  it('under nohup SIGHUP is ignored', async () => {
    const script = `nohup "${process.execPath}" "${bin}" "$@"`
    const { child, cwd, ended } = startCli(smallRun, [
      'bash',
      '-c',
      `${script} & echo $! >pid; wait $!`,
      'bash',
    ])
    await until(() => runFileOf(cwd).includes('"sample"'), child)
    process.kill(Number(readFileSync(join(cwd, 'pid'), 'utf8')), 'SIGHUP')
    expect(await ended).toEqual([0, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  })
})

describe('a pipe whose reader has gone', () => {
  it('ends nothing but the writing: the run is finished and the budget decides the exit code', async () => {
    const { child, cwd, ended } = startCli([...smallRun, '--format', 'json', '--budget', 'cold.p95 < 1h'])
    child.stdout.destroy()
    expect(await ended).toEqual([3, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  })

  it('on standard error ends nothing either', async () => {
    const { child, cwd, ended } = startCli([...smallRun, '--verbose'])
    child.stderr.destroy()
    child.stdout.resume()
    expect(await ended).toEqual([0, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  })
})
