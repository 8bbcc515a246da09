import { expect, test } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { refuseUnknownFlags } from '../../src/cli/refuse-unknown-flags.ts'
import { runCommand } from '../../src/cli/run-command.ts'
import { exitCodes } from '../../src/core/exit-codes.ts'
import { fakeIo } from '../support/fake-io.ts'
import { helpExamples } from '../support/help-examples.ts'

const examples = await helpExamples()

test('every command’s help has an example of it', () => {
  const shown = new Set(examples.map(({ name }) => name))
  expect(Object.keys(commandList).filter((name) => !shown.has(name))).toEqual([])
})

test.each(examples.map((example) => [example.line, example] as const))('%s', async (_, example) => {
  const { name, definition, words } = example
  refuseUnknownFlags(name, definition, words)
  const reached: unknown[] = []
  const only = {
    ...definition,
    action: async (call: unknown) => {
      reached.push(call)
      return exitCodes.done
    },
  }
  const io = fakeIo({ cwd: '/nowhere' })
  await runCommand(name, only, words, io)
  expect(reached).toHaveLength(1)
  // An earlier word would be taken with a warning.
  expect(io.written.stderr).toBe('')
})
