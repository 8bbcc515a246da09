import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { withPlainOutputs } from '../../src/cli/plain-output.ts'
import { plainText, plainValue } from '../../src/core/plain-text.ts'
import { fakeIo } from '../support/fake-io.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ESC = String.fromCharCode(27)
const hostile = [
  `${ESC}]52;c;ZXZpbA==${String.fromCharCode(7)}`,
  `${ESC}]8;;http://evil/${ESC}\\`,
  `${ESC}[31m`,
  String.fromCharCode(0x9b, 0x7f, 0x0d, 0x202e, 0x2066),
].join('x')
const isUnsafe = (text: string) => /(?![\n\t])\p{Cc}|\p{Bidi_Control}/u.test(text)

function recorded(): string {
  const cwd = temporaryFolder()
  const name = `f${hostile}`
  const run = runFileOf(
    waitsOf(12).map((wait) => coldSample(name, wait)),
    { run: 'old' },
  )
  const lines = [run.header, ...run.samples.map((sample) => ({ type: 'sample', sample })), run.footer]
  mkdirSync(join(cwd, 'results'))
  writeFileSync(join(cwd, 'results', 'old.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return cwd
}

describe('what is printed', () => {
  it.each([
    ['report'],
    ['report', '--format', 'json'],
    ['report', '-o', 'out.txt', '-o', 'out.json'],
    ['compare', 'old', 'old', '--force'],
    ['compare', 'old', 'old', '--force', '--format', 'json'],
    ['runs'],
    ['report', `no${hostile}`],
    [`no${hostile}`],
    ['bench', `--no${hostile}`],
    ['bench', '--target', hostile],
  ])('holds no control character of a run file or an argument: %#', async (...argv) => {
    const cwd = recorded()
    const io = fakeIo({ cwd })
    await main(argv, io)
    expect(io.written.stdout + io.written.stderr).not.toBe('')
    expect(isUnsafe(io.written.stdout)).toBe(false)
    expect(isUnsafe(io.written.stderr)).toBe(false)
    if (argv.includes('-o'))
      for (const file of ['out.txt', 'out.json'])
        expect(isUnsafe(readFileSync(join(cwd, file), 'utf8'))).toBe(false)
  })

  it('keeps our own colours and cursor moves on a terminal, and nothing else', () => {
    const io = fakeIo()
    const terminal = withPlainOutputs({ ...io, stderr: { ...io.stderr, isTTY: true, colorLevel: 1 } })
    const own = `${ESC}[1mname${ESC}[22m\r${ESC}[0J`
    terminal.stderr.writeOwn(own + hostile.replace(`${ESC}[31m`, ''))
    expect(io.written.stderr.startsWith(own)).toBe(true)
    expect(isUnsafe(io.written.stderr.slice(own.length))).toBe(false)
    terminal.stderr.write(own)
    expect(isUnsafe(io.written.stderr.slice(own.length))).toBe(false)
  })
})

it('our own commands to a CI runner pass where they are meant', () => {
  const io = fakeIo()
  const { stderr } = withPlainOutputs(io)
  stderr.writeOwn('::error title=x::y\n')
  stderr.write('::error title=x::y\n')
  expect(io.written.stderr).toBe('::error title=x::y\n\\u003a:error title=x::y\n')
})

describe('plainText', () => {
  it.each(['::error file=a.js::pwned', '::stop-commands::x', '##[error]pwned', 'a ##vso[task.setvariable]x'])(
    'leaves nothing that a CI runner takes for a command: %s',
    (command) => {
      const said = plainText(`words\n  ${command}\n`)
      expect(said).not.toContain(command)
      expect(JSON.parse(plainText(JSON.stringify({ command })))).toEqual({ command })
    },
  )

  it('leaves addresses and request ids as they are, and a value of others in one line', () => {
    const known = 'http://[::1]:80/ ::1 fra1::iad1::x-1 std::vector a :: b'
    expect(plainText(known)).toBe(known)
    expect(plainValue({ name: 'a\n::error::pwned\tb' })).toEqual({ name: 'a \\u003a:error::pwned b' })
  })

  it('shows what it takes out, and keeps lines, tabs and every script', () => {
    expect(plainText(`a${ESC}[2J\tб\n日本`)).toBe('a\\u001b[2J\tб\n日本')
    expect(JSON.parse(plainText(JSON.stringify({ a: hostile })))).toEqual({ a: hostile })
    expect(plainValue({ [`k${ESC}`]: [ESC, 1] })).toEqual({ 'k\\u001b': ['\\u001b', 1] })
  })
})
