import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { COMPLETED, completionFor, isThere } from '../support/completion.ts'
import { fakeIo } from '../support/fake-io.ts'

/** What bash offers for these words, the last of them unfinished. */
function offeredByBash(script: string, words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ')
  const ask = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _coldstart; printf '%s\\n' "\${COMPREPLY[@]}"`
  return spawnSync('bash', ['-c', ask], { encoding: 'utf8' }).stdout.trim().split('\n')
}

describe.skipIf(!isThere('bash'))('completion in bash', () => {
  it.each(COMPLETED)('offers for "%s" what fits: %s', async (line, expected) => {
    expect(offeredByBash(await completionFor('bash'), line.split(' '))).toEqual([expected])
  })
})

it('there is none for other shells, and the nearest is named', async () => {
  const io = fakeIo()
  expect(await main(['completion', 'bsh'], io)).toBe(2)
  expect(io.written.stderr).toContain('Did you mean bash?')
})
