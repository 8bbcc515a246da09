import { expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { completedCommands } from '../../src/cli/completion/completed-commands.ts'
import { main } from '../../src/cli/main.ts'
import { reporters } from '../../src/reporters/index.ts'
import { fakeIo } from '../support/fake-io.ts'

/** What only one command has: a schema of the configuration, and profiles of a load. */
const OWN = ['schema', 'speedscope', 'chrome-trace']

it('--format has the same names in every command, table for what is printed, and never another for it', async () => {
  const commands = await completedCommands(commandList)
  const formats = commands.flatMap(({ name, flags }) =>
    flags.filter(({ flag }) => flag === '--format').map(({ values }) => ({ name, values })),
  )
  expect(formats.length).toBeGreaterThan(10)
  for (const { name, values } of formats) {
    expect(values, name).toEqual(expect.arrayContaining(['table', 'json']))
    expect(
      values.filter((value) => !Object.hasOwn(reporters, value) && !OWN.includes(value)),
      name,
    ).toEqual([])
  }
})

it('text, as some commands called it before, is the table', async () => {
  const listed = async (format: string) => {
    const io = fakeIo()
    const code = await main(['list', '--format', format], io)
    return { code, ...io.written }
  }
  expect(await listed('text')).toEqual(await listed('table'))
  expect(await listed('table')).toMatchObject({ code: 0 })
})
