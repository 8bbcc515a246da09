import { describe, expect, it } from 'vitest'
import { endlessRun, runFileOf, startCli, until } from '../support/start-cli.ts'

describe.skipIf(process.platform === 'win32')('signals', () => {
  it('SIGINT ends a run in good order with exit code 130, and names the resume command', async () => {
    const { child, cwd, ended, said } = startCli(endlessRun)
    await until(() => runFileOf(cwd).includes('"sample"'), child)
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    expect(said()).toMatch(/coldstart resume \S+/)
  })
})
