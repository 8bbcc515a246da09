import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { recordDays } from '../support/recorded-history.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A folder with a function, a recorded run and, where it is given, a configuration file. */
function project(config?: string): string {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'api'))
  writeFileSync(join(cwd, 'api', 'hello.mjs'), 'export default (request, response) => response.end()')
  recordDays(cwd, 1, () => ({ lambda: 100 }))
  if (config !== undefined) writeFileSync(join(cwd, 'coldstart.config.json'), config)
  return cwd
}

it.each([
  ['a command', ['reprot'], 'coldstart report'],
  ['an option', ['bench', '--colt', '3'], '--cold'],
  ['a provider', ['bench', '--provider', 'lamda'], 'lambda'],
  ['a provider of destroy', ['destroy', '--provider', 'lamda'], 'lambda'],
  ['a provider of doctor', ['doctor', 'lamda'], 'lambda'],
  ['a way of getting cold', ['bench', '--cold-by', 'evcit'], 'evict'],
  ['the value of a setting', ['bench', '--connection', 'frsh'], 'fresh'],
  ['a choice', ['init', '--ci', 'gihub'], 'github'],
  ['a format', ['report', '--format', 'tabel'], 'table'],
  ['a format of a file', ['report', '-o', 'junti=x.xml'], 'junit'],
  ['a measure of a budget', ['bench', '--budget', 'cld.p50 < 3ms'], 'cold'],
  ['a baseline in a budget', ['bench', '--budget', 'cold.p50 < baselin * 2'], 'baseline'],
  ['a shell', ['completion', 'bsh'], 'bash'],
  ['an action', ['baseline', 'sve'], 'save'],
  ['a target', ['history', '--target', 'lmbda'], 'lambda'],
  ['a run', ['report', '2026-01-01T060000-abce'], '2026-01-01T060000-abcd'],
  ['the newest run', ['report', 'latst'], 'latest'],
  ['the newest run of resume', ['resume', 'lates'], 'latest'],
  ['a function’s file', ['bench', './api/helo.mjs'], './api/hello.mjs'],
] as const)('%s that is nearly one is answered with the one that was meant', async (_what, argv, meant) => {
  const io = fakeIo({ cwd: project() })
  expect(await main(argv, io)).toBe(2)
  expect(io.written.stderr.toLowerCase()).toContain('did you mean')
  expect(io.written.stderr).toContain(meant)
})

it.each([
  ['{"cld": 3}', 'cold'],
  ['{"provider": "lamda"}', 'lambda'],
  ['{"functions": [{"entry": "./api/hello.mjs", "pth": "/x"}]}', 'path'],
])('so is what a configuration file says: %s', async (text, meant) => {
  const io = fakeIo({ cwd: project(text) })
  expect(await main(['config'], io)).toBe(2)
  expect(io.written.stderr.toLowerCase()).toContain('did you mean')
  expect(io.written.stderr).toContain(meant)
})
