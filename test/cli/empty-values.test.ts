import { describe, expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { configKeys, keyAliases } from '../../src/config/bench-config.ts'
import { resolveConfig } from '../../src/config/resolve-config.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Words for what a command cannot do without, so that nothing else is missing. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  baseline: ['save', 'x'],
  compare: ['a', 'b'],
  deploy: ['lambda'],
  merge: ['a', 'b'],
  why: ['./a.mjs'],
}

const commands = await Promise.all(
  Object.entries(commandList).map(async ([name, { load }]) => ({ name, ...(await load()) })),
)
const flags = commands.flatMap(({ name, options }) =>
  options
    .filter((option) => option.flags.includes('<'))
    .map((option) => ({ name, flag: /--[\w-]+/.exec(option.flags)?.[0] ?? '' })),
)

describe('a flag whose variable nobody has set', () => {
  it('is known of every command', () => {
    expect(flags.length).toBeGreaterThan(60)
  })

  it.each(flags)('is a usage error that names it: $name $flag', async ({ name, flag }) => {
    const cwd = temporaryFolder()
    for (const nothing of ['', ' ']) {
      const { code, stdout, stderr } = await runInProcess([name, ...(NEEDED[name] ?? []), flag, nothing], {
        cwd,
      })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(flag)
      expect(stderr).toMatch(/empty value|choices|invalid/i)
    }
  })
})

describe('a setting without a value', () => {
  const names = [...configKeys, ...Object.keys(keyAliases)]
  it.each(names)('is refused in a configuration file: %s', (key) => {
    expect(() => resolveConfig({ file: { path: 'x.json', values: { [key]: '' } } })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining('empty value') }),
    )
  })

  it.each(names)('is refused as a variable: %s', (key) => {
    const variable = `COLDSTART_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
    expect(() => resolveConfig({ env: { [variable]: '' } })).toThrow(
      expect.objectContaining({ exitCode: 2, message: `${variable} was given an empty value.` }),
    )
  })

  it.each([
    ...['provider', 'root', 'export', 'timeout', 'event', 'method', 'path', 'body', 'entry'],
    ...['expectStatus', 'expectType', 'envFile', 'headers', 'env'],
  ])('is refused of one function: %s', (key) => {
    const values = { functions: { orders: { entry: './a.mjs', [key]: '' } } }
    expect(() => resolveConfig({ file: { path: 'x.json', values } })).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    )
  })
})

it('a variable of the function may be empty where that is said', () => {
  expect(resolveConfig({ flags: { env: ['FLAG='] } }).config.env).toEqual({ FLAG: '' })
})

it.each([
  ['bench', '--env', 'TOKEN=…'],
  ['bench', '--header', 'authorization: …'],
  ['bench', '--body', '…'],
  ['bench', '--path', '/x?key=…&b=1'],
  ['bench', '--target', 'mine=https://h.example/?key=…'],
  ['serve', '--env', 'TOKEN=…'],
  ['deploy', '--env', 'TOKEN=…', 'lambda'],
])('a printed command that is pasted with its withheld value is refused: %s %s %s', async (...words) => {
  const { code, stderr } = await runInProcess(words, { cwd: temporaryFolder() })
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('was withheld') })
})
