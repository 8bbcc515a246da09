import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'

async function scriptOf(shell: string): Promise<string> {
  const io = fakeIo()
  expect(await main(['completion', shell], io)).toBe(0)
  return io.written.stdout
}

const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** What bash offers for these words, the last of them unfinished. */
function offeredByBash(script: string, words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ')
  const ask = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _coldstart; printf '%s\\n' "\${COMPREPLY[@]}"`
  return spawnSync('bash', ['-c', ask], { encoding: 'utf8' }).stdout.trim().split('\n')
}

describe.skipIf(!isThere('bash'))('completion in bash', () => {
  it.each([
    [['coldstart', 'his'], ['history']],
    [['coldstart', 'report', '--form'], ['--format']],
    [['coldstart', 'compare', '--format', 'ma'], ['markdown']],
    [['coldstart', 'baseline', 's'], ['save']],
    [['coldstart', 'prune', '--older'], ['--older-than']],
  ])('offers for %j what fits', async (words, expected) => {
    expect(offeredByBash(await scriptOf('bash'), words)).toEqual(expected)
  })
})

describe.skipIf(!isThere('zsh'))('completion in zsh (apt-get install zsh)', () => {
  it('is taken without a word of complaint', async () => {
    const script = `autoload -U compinit && compinit -D\n${await scriptOf('zsh')}`
    const { status, stderr } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe.skipIf(!isThere('fish'))('completion in fish (apt-get install fish)', () => {
  it('offers what fits', async () => {
    const script = `${await scriptOf('fish')}\ncomplete -C 'coldstart compare --format ma'`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    expect(stdout.trim()).toContain('markdown')
  })
})

it('there is none for other shells, and the nearest is named', async () => {
  const io = fakeIo()
  expect(await main(['completion', 'bsh'], io)).toBe(2)
  expect(io.written.stderr).toContain('Did you mean bash?')
})
