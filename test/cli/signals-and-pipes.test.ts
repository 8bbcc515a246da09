import { describe, expect, it } from 'vitest'
import { endlessRun, runFileOf, smallRun, startCli, until } from '../support/start-cli.ts'

describe.skipIf(process.platform === 'win32')('signals', () => {
  it('SIGINT ends a run in good order with exit code 130, and names the resume command', async () => {
    const { child, cwd, ended, said } = startCli(endlessRun)
    await until(() => runFileOf(cwd).includes('"sample"'), child)
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    expect(said()).toMatch(/coldstart resume \S+/)
  })
})

describe('a pipe whose reader has gone', () => {
  it('ends nothing but the writing: the run is finished and the budget decides the exit code', async () => {
    const { child, cwd, ended } = startCli([...smallRun, '--format', 'json', '--budget', 'cold.p95 < 1h'])
    child.stdout.destroy()
    expect(await ended).toEqual([3, null])
    expect(runFileOf(cwd)).toContain('"footer"')
  })
})
