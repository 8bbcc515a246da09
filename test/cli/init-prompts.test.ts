import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ColorLevel } from '../../src/cli/color.ts'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from '../support/fake-io.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let cwd: string
beforeEach(() => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, 'api'))
  for (const name of ['one.js', 'two.js']) writeFileSync(join(cwd, 'api', name), '')
})

const ENTER = '\r'
const DOWN = '\u001b[B'
const CTRL_C = '\u0003'

/** Runs init on a terminal of 80 columns where each question is answered with the keys beside its first words. */
async function answer(
  keys: readonly (readonly [question: string, keys: string])[],
  words: string[] = [],
  colorLevel: ColorLevel = 0,
) {
  const input = new PassThrough()
  const left = [...keys]
  let screen = ''
  let seen = 0
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      screen += chunk.toString()
      const next = left[0]
      const at = next ? screen.indexOf(next[0], seen) : -1
      if (next && at !== -1) {
        left.shift()
        seen = at + 1
        setImmediate(() => input.write(next[1]))
      }
      done()
    },
  })
  const terminal = { input, output: Object.assign(output, { columns: 80, rows: 24, isTTY: true }) }
  const plain = fakeIo({ cwd })
  const io = { ...plain, stderr: { ...plain.stderr, colorLevel }, terminal }
  const code = await main(['init', ...words], io)
  return { code, screen, ...plain.written, unasked: left.map(([question]) => question) }
}

const usual = [
  ['Which functions?', `${DOWN} ${ENTER}`],
  ['Functions that run already', ENTER],
  ['Which CI?', ENTER],
  ['Where do recorded runs live?', `${DOWN}${ENTER}`],
  ['By how much', ENTER],
  ['Command that builds', `npm ci${ENTER}`],
] as const

describe('coldstart init on a terminal', () => {
  it('asks for what no word says, and writes what was answered', async () => {
    const { code, unasked, stderr } = await answer(usual)
    expect({ code, unasked }).toEqual({ code: 0, unasked: [] })
    expect(JSON.parse(readFileSync(join(cwd, 'coldstart.config.json'), 'utf8')).functions).toEqual([
      './api/two.js',
    ])
    expect(readFileSync(join(cwd, '.github/workflows/cold-starts-daily.yml'), 'utf8')).toContain(
      'upload-artifact',
    )
    expect(readFileSync(join(cwd, '.github/workflows/cold-starts.yml'), 'utf8')).toContain('SETUP: npm ci')
    expect(stderr).toContain('the artifact coldstart-results')
  })

  it('shows no colour where there is to be none', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
    const color = /\u001b\[[\d;]*m/
    expect((await answer([['Which functions?', CTRL_C]])).screen).not.toMatch(color)
  })

  it('writes nothing when the user has had enough', async () => {
    const { code, stderr } = await answer([...usual.slice(0, 2), ['Which CI?', CTRL_C]])
    expect(code).toBe(130)
    expect(stderr).toContain('Nothing was written.')
  })

  it('asks before it overwrites a file, and keeps it on Enter', async () => {
    mkdirSync(join(cwd, '.github/workflows'), { recursive: true })
    const path = join(cwd, '.github/workflows/cold-starts.yml')
    writeFileSync(path, 'name: mine\n')
    const words = ['./api/one.js', '--ci', 'github', '--history', 'branch', '--fail-if-slower', '10%']
    const questions = [
      ['Functions that run already', ENTER],
      ['Command that builds', ENTER],
      ['Overwrite it?', ENTER],
    ] as const
    const { code, stdout } = await answer(questions, words)
    expect(code).toBe(0)
    expect(stdout).toContain('kept      .github/workflows/cold-starts.yml')
    expect(readFileSync(path, 'utf8')).toBe('name: mine\n')
    await answer([...questions.slice(0, 2), ['Overwrite it?', `y`]], words)
    expect(readFileSync(path, 'utf8')).toContain('name: cold starts')
  })

  it('asks nothing with --yes', async () => {
    const { code, screen } = await answer([], ['./api/one.js', '--yes'])
    expect({ code, screen }).toEqual({ code: 0, screen: '' })
  })
})
