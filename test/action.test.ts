import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { benchOptions } from '../src/cli/bench-options.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const action = readFileSync(new URL('../action.yml', import.meta.url), 'utf8')
const [script = '', commentScript = ''] = [...action.matchAll(/run: \|\n((?: {8}.*\n)+)/g)].map(
  ([, lines = '']) => lines.replace(/^ {8}/gm, ''),
)
const usual = { FUNCTION: './f.mjs', AGAINST: '', LIMIT: '10%', MAX_COLD: '200', SETUP: '', STRICT: 'false' }

/** What the action's shell gives npx, word by word. */
function wordsOf(inputs: Readonly<Record<string, string>>, lines = script): string[] {
  const folder = temporaryFolder()
  const npx = join(folder, 'npx')
  writeFileSync(npx, '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n')
  chmodSync(npx, 0o755)
  const env = {
    ...usual,
    VERSION: 'latest',
    ...inputs,
    PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
  }
  return execFileSync('bash', ['-c', lines], { env }).toString().trimEnd().split('\n')
}

test.skipIf(process.platform === 'win32')('the action compares with the base of the pull request', () => {
  const words = wordsOf({ GITHUB_BASE_REF: 'trunk' })
  expect(words).toEqual([
    ...['--yes', 'coldstart@latest', 'bench', './f.mjs', '--against', 'origin/trunk'],
    ...['--fail-if-slower', '10%', '--until-decided', '--max-cold', '200', '--allow-inconclusive'],
  ])
  const known = benchOptions.flatMap(({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? [])
  const flags = words.slice(3).filter((word) => word.startsWith('--'))
  expect(flags.filter((flag) => !known.includes(flag))).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'what its inputs hold stays one word, and is run by no shell',
  () => {
    const words = wordsOf({
      FUNCTION: './a b.mjs; exit 3',
      SETUP: 'npm ci && $(id)',
      STRICT: 'true',
      AGAINST: 'v1',
    })
    expect(words).toEqual(expect.arrayContaining(['./a b.mjs; exit 3', 'npm ci && $(id)', 'v1', '--setup']))
    expect(words).not.toContain('--allow-inconclusive')
    expect(script + commentScript).not.toContain('${{')
  },
)

test.skipIf(process.platform === 'win32')('its comment is that of the run, under the function’s name', () => {
  const words = wordsOf({ RUN: 'r1', NAME: './a b.mjs; $(id)', GITHUB_TOKEN: 'secret' }, commentScript)
  expect(words).toEqual(['--yes', 'coldstart@latest', 'comment', 'r1', '--name', './a b.mjs; $(id)'])
  expect(script).not.toMatch(/token/i)
})
