import type { CommandDefinition } from '../../src/cli/command.ts'
import { commandList } from '../../src/cli/command-list.ts'
import { main } from '../../src/cli/main.ts'
import { fakeIo } from './fake-io.ts'

/** One `coldstart …` of an example. */
export interface HelpExample {
  /** The line as the help has it, without what is said of it. */
  readonly line: string
  readonly name: string
  readonly definition: CommandDefinition
  /** What a shell gives to the command behind its name. */
  readonly words: readonly string[]
  /** What a pipe into jq wants of its JSON. */
  readonly jq?: string
}

/** Every example in the help of every command, and of `coldstart --help`. */
export async function helpExamples(): Promise<HelpExample[]> {
  const pages = await Promise.all([[], ...Object.keys(commandList).map((name) => [name])].map(helpOf))
  const lines = pages.flatMap((page) => {
    const [, examples = ''] = /^Examples:\n((?: {2}\S.*\n)+)/m.exec(page) ?? []
    return examples.split('\n').map((line) => line.trim().replace(/ {2,}.*$/, ''))
  })
  const found = lines.filter((line) => line !== '').map((line) => examplesIn(line))
  return (await Promise.all(found)).flat()
}

async function helpOf(name: readonly string[]): Promise<string> {
  const io = fakeIo({ cwd: '/nowhere' })
  await main([...name, '--help'], io)
  return io.written.stdout
}

async function examplesIn(line: string): Promise<HelpExample[]> {
  const [whole = '', filter] = line.split(' | jq ')
  const inner = /\$\((coldstart [^)]+)\)/.exec(whole)?.[1]
  const commands = [whole.replace(/\$\(.*\)/, '$RUN'), ...(inner === undefined ? [] : [inner])]
    .flatMap((part) => part.split(' && '))
    .map((part) => /coldstart (.*?)\)?(?: > \S+)?$/.exec(part)?.[1] ?? '')
  return Promise.all(
    commands.map(async (command) => {
      const [name = '', ...words] = wordsOf(command)
      const definition = await commandList[name]?.load()
      if (!definition) throw new Error(`The example "${line}" names no command.`)
      const jq = filter === undefined ? {} : { jq: wordsOf(filter).at(-1) ?? '' }
      return { line, name, definition, words, ...jq }
    }),
  )
}

/** As a shell without variables reads them: quotes keep words together and are gone. */
function wordsOf(command: string): string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
}
