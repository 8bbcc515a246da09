import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { sampleFolder } from '../../src/workload/sample.ts'
import { writeFiles } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function project(): string {
  const cwd = temporaryFolder()
  writeFiles(cwd, { 'h.mjs': 'export const handler = async () => 1\n', 'order.json': '{"id":1}' })
  cpSync(sampleFolder, join(cwd, 'hello'), { recursive: true })
  return cwd
}

const bench = (...words: string[]) => ['bench', ...words, '--dry-run']
const cloud = (...words: string[]) => bench('--fixture', 'hello', '--deploy', ...words)

describe('an earlier word for what other words say now', () => {
  it.each([
    // What is right is taken …
    [bench('h.mjs', '--provider', 'lambda', '--lambda-payload', 'order.json'), '--lambda-payload', '--event'],
    [bench('--fixture', 'hello'), '--fixture', '--function'],
    [cloud('--provider', 'lambda', '--lambda-handler', 'lambda.handler'), '--lambda-handler', '--export'],
    [cloud('--provider', 'google', '--google-entry-point', 'hello'), '--google-entry-point', '--export'],
  ])('works, and names the new one: %j', async (argv, old, now) => {
    const { code, stderr } = await runInProcess(argv, { cwd: project() })
    expect(stderr).toMatch(new RegExp(`warning: ${old} is now .*${now}.*the old name will go`))
    expect(stderr).not.toContain('error:')
    expect(code).toBe(0)
  })

  it.each([
    // … and what is wrong is refused, so it is not only accepted.
    [bench('h.mjs', '--provider', 'lambda', '--lambda-payload', 'gone.json'), '--event names'],
    [bench('--fixture', 'gone'), 'gone'],
    [bench('--fixture', 'h.mjs'), 'Did you mean --function h.mjs?'],
    [cloud('--provider', 'lambda', '--lambda-handler', 'gone.handler'), 'has no gone.mjs'],
    [['serve', 'h.mjs', '--contract', 'vercl'], '--contract is now --provider'],
    [['serve', 'h.mjs', '--contract', 'vercl'], 'Did you mean --provider vercel?'],
    [['serve', 'h.mjs', '--timeout', '5x'], '--timeout is now --function-timeout'],
    [['serve', 'h.mjs', '--timeout', '5x'], '"5x" is not a duration'],
  ])('is read as the new one is: %j', async (argv, words) => {
    const { code, stderr } = await runInProcess(argv, { cwd: project() })
    expect(stderr).toContain(words)
    expect(code).not.toBe(0)
  })

  it.each([
    [['bench', 'h.mjs', '--lambda-payload', 'order.json', '--event', 'order.json'], '--event'],
    [['serve', 'h.mjs', '--contract', 'lambda', '--provider', 'lambda'], '--provider'],
    [['serve', 'h.mjs', '--timeout', '5s', '--function-timeout', '5s'], '--function-timeout'],
  ])('is not taken beside the new one: %j', async (argv, now) => {
    const { code, stderr } = await runInProcess(argv, { cwd: project() })
    expect(code).toBe(2)
    expect(stderr).toContain(`earlier name of ${now}; both were given`)
  })

  it('is in no help, and each is in this file', async () => {
    const commands = await Promise.all(Object.values(commandList).map(({ load }) => load()))
    const old = commands
      .flatMap(({ options }) => options)
      .filter(({ renamedTo, nowSaid }) => renamedTo !== undefined || nowSaid !== undefined)
      .map(({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? flags)
    expect([...new Set(old)].sort()).toEqual([
      '--contract',
      '--fixture',
      '--google-entry-point',
      '--lambda-handler',
      '--lambda-payload',
      '--timeout',
    ])
    const help = (await runInProcess(['bench', '--help'])).stdout
    for (const flag of ['--fixture', '--lambda-handler', '--lambda-payload', '--google-entry-point'])
      expect(help).not.toContain(flag)
  })
})
