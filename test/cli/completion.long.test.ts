import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMPLETED, completionFor, isThere } from '../support/completion.ts'
import { PATIENCE_OF_ONE_WAIT_MS } from '../support/patience.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What a person gets who presses the tabulator: the line as zsh completes it. */
function completedByZsh(script: string, lines: readonly string[]): string[] {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'completion.zsh'), script)
  const show = 'show() { print -r -- "<<$BUFFER>>" }; zle -N show; bindkey "^X" show'
  const start = `PROMPT=; autoload -U compinit && compinit -D; source ${join(folder, 'completion.zsh')}; ${show}; print rea""dy`
  const driver = [
    'zmodload zsh/zpty; zpty z zsh -f -i',
    `zpty -w z '${start}'`,
    "zpty -r z out '*ready*'",
    ...lines.flatMap((line) => [
      `zpty -n -w z '${line}'$'\\t\\x18'`,
      "zpty -r z out '*<<*>>*'",
      `print -r -- "\${\${out##*<<}%%>>*}"`,
      "zpty -n -w z $'\\x15'",
    ]),
    'zpty -d z',
  ]
  const options = { encoding: 'utf8', timeout: PATIENCE_OF_ONE_WAIT_MS } as const
  const { stdout } = spawnSync('zsh', ['-f', '-c', driver.join('\n')], options)
  return stdout.split('\n').map((line) => line.trim())
}

describe.skipIf(!isThere('zsh'))('completion in zsh (apt-get install zsh)', () => {
  it('is taken without a word of complaint', async () => {
    const script = `autoload -U compinit && compinit -D\n${await completionFor('zsh')}`
    const { status, stderr } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('completes a line to what fits', async () => {
    const lines = COMPLETED.map(([line]) => line)
    const whole = COMPLETED.map(([line, word]) => line.replace(/\S+$/, word))
    expect(completedByZsh(await completionFor('zsh'), lines).slice(0, lines.length)).toEqual(whole)
  })
})

describe.skipIf(!isThere('fish'))('completion in fish (apt-get install fish)', () => {
  it('offers what fits', async () => {
    const asked = COMPLETED.map(([line]) => `complete -C '${line}'; echo`)
    const script = `${await completionFor('fish')}\n${asked.join('\n')}`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    const offered = stdout
      .trim()
      .split('\n\n')
      .map((words) => words.split('\n').map((word) => word.split('\t')[0]))
    for (const [k, [, word]] of COMPLETED.entries()) expect(offered[k]).toContain(word)
  })
})
