import { expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** The part of a command's help that is wrapped: examples are lines to copy, and stay whole. */
function wrapped(help: string): string[] {
  return help.slice(0, help.indexOf('\nExamples:')).split('\n')
}

it.each(Object.keys(commandList))('the help of %s fits into 80 columns', async (name) => {
  const { code, stdout } = await runInProcess([name, '--help'])
  expect(code).toBe(0)
  expect(wrapped(stdout).length).toBeGreaterThan(3)
  expect(wrapped(stdout).filter((line) => line.length > 80)).toEqual([])
})
