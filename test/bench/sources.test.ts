import { describe, expect, it } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'

describe('--provider microservice', () => {
  it('is measured beside the functions of the engine, or those that are named, and never cold', async () => {
    const { code, stdout } = await runInProcess(['bench', '--provider', 'microservice', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^local .*: 3 targets/m)
    expect(stdout).toMatch(/^microservice .*: 1 target · 30 requests/m)
    const named = await runInProcess(['bench', '--provider', 'microservice,vercel', '--dry-run'])
    expect(named.stdout).toMatch(/^local .*: 1 target /m)
    expect(named.stdout).toMatch(/^microservice .*: 1 target /m)
  })

  it.each([
    [['bench', 'x.mjs', '--provider', 'microservice'], 'serves the sample function'],
    [['bench', '--provider', 'microservise'], 'Did you mean microservice?'],
    [['serve', '--provider', 'microservice'], 'microservice'],
    [['deploy', 'microservice'], 'microservice'],
  ])('is refused where it could not be what was meant: %j', async (argv, words) => {
    const { code, stderr } = await runInProcess(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})
