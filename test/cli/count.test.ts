import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.each([
  [['bench', '--count'], '--count takes one function.'],
  [['bench', './a.mjs', './b.mjs', '--count'], '--count takes one function.'],
  [['bench', './a.mjs', '--count', '--warm', '3'], '--warm has no effect'],
  [['bench', './a.mjs', '--count', '--deploy'], '--deploy has no effect'],
  [['bench', './a.mjs', '--count', '--format', 'junit'], '--format junit has no effect'],
  [['why', './a.mjs', '--count', '--forbid', 'lodash'], '--forbid has no effect'],
  [['why', './a.mjs', '--count', '--budget', 'load < 3ms'], 'The budget cannot be read'],
  [['why', './a.mjs', '--baseline', 'x.json'], '--baseline has no effect'],
  [['why', './a.mjs', '--what-if', 'bundel'], 'There is no change "bundel"'],
  [['why', './a.mjs', '--budget', 'cold.p50 < 3ms'], 'The budget cannot be read'],
  [['why', './a.mjs', '--compare', 'none.json'], 'is not a report of coldstart why'],
  [['why', './a.mjs', '--against', 'main', '--compare', 'none.json'], 'both say what to compare with'],
  [['why', './a.mjs', '--no-what-if', '--node', '/usr/bin/node'], '--node has no effect'],
  [['why', './a.mjs', '--what-if', 'bundle', '--node', '/usr/bin/node'], '--node has no effect'],
  [['why', './a.mjs', '--no-what-if', '--what-if', 'bundle'], '--what-if and --no-what-if say the opposite'],
  [['why', './a.mjs', '--what-if=bundle', '--no-what-if'], '--what-if and --no-what-if say the opposite'],
  [['why', './a.mjs', '--cold', '0'], '--cold'],
  [['why', './a.mjs', '--what-if', 'node:22:1'], 'There is no change "node:22:1"'],
  [['why', './a.mjs', '--format', 'junit'], 'why takes table, json, html, markdown, csv, speedscope'],
  [['why', './a.mjs', '--format', 'speedscop'], 'speedscope'],
  [['why', './a.mjs', '-o', 'load.xyz'], 'ends in none of'],
  [['why', './a.mjs', '--count', '--against', 'main'], '--against has no effect'],
  [['why', './a.mjs', '--count', '-o', 'counts.html'], 'html holds times, and counts are none'],
  [['bench', '--format', 'speedscope'], 'coldstart why <function> --format speedscope'],
  [['why', './missing.mjs', '--provider', 'lambda'], 'missing.mjs'],
])('%j is refused before anything is measured', async (words, message) => {
  const { code, stdout, stderr } = await runInProcess(words)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})

test.each([['why'], ['why', '--count']])('a Worker is refused by name: %j', async (...words) => {
  const folder = temporaryFolder()
  const file = join(folder, 'worker.js')
  await writeFile(file, "export default { fetch: () => new Response('x') }\n")
  const { code, stderr } = await runInProcess([...words, file, '--provider', 'cloudflare'])
  expect(code).toBe(2)
  expect(stderr).toContain('A Worker is run by workerd')
})

test.each([['why'], ['why', '--count']])(
  'no cold starts, or sizes to compare, are refused by where they are set: %j',
  async (...words) => {
    const of = async (env: Record<string, string>) =>
      (await runInProcess([...words, './a.mjs'], { env })).stderr
    expect(await of({ COLDSTART_COLD: '0' })).toContain(
      'COLDSTART_COLD sets cold to 0: why takes a whole number',
    )
    expect(await of({ COLDSTART_MEMORY: '128,512' })).toContain('COLDSTART_MEMORY sets memory to 128, 512')
  },
)

test('what is set for bench alone is named, and not carried out', async () => {
  const folder = temporaryFolder()
  await writeFile(
    join(folder, 'coldstart.config.json'),
    '{ "coldBy": ["burst"], "burst": 3, "deploy": true, "cold": 4 }',
  )
  const { stderr } = await runInProcess(['why', './a.mjs'], {
    cwd: folder,
    env: { COLDSTART_FORMAT: 'json' },
  })
  expect(stderr).toMatch(/for coldstart bench: coldBy in .*, burst in .*, deploy in .*, COLDSTART_FORMAT\n/)
  expect(stderr).not.toContain('cold in')
})
