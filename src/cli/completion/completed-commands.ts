import type { CommandDefinition, CommandEntry, CommandOption } from '../command.ts'

/** A command as a shell completes it. */
export interface Completed {
  readonly name: string
  readonly summary: string
  readonly flags: readonly {
    readonly flag: string
    readonly text: string
    readonly values: readonly string[]
  }[]
  /** Words that its first argument may be, where those are few. */
  readonly words: readonly string[]
}

/** What every command takes. */
const EVERYWHERE = [
  { flag: '--help', text: 'what it takes', values: [] },
  { flag: '--debug', text: 'show stack traces and every step', values: [] },
  { flag: '--color', text: 'auto, always or never', values: ['auto', 'always', 'never'] },
]

/** Reads the definition of each command. */
export async function completedCommands(
  commands: Readonly<Record<string, CommandEntry>>,
): Promise<readonly Completed[]> {
  return Promise.all(
    Object.entries(commands).map(async ([name, { summary, load }]) => {
      const definition = await load()
      const own = definition.options.filter(({ nowSaid, renamedTo }) => !nowSaid && !renamedTo)
      const flags = own.map((option) => ({
        flag: /--[\w-]+/.exec(option.flags)?.[0] ?? option.flags,
        text: option.text,
        values: valuesOf(option),
      }))
      return { name, summary, flags: [...flags, ...EVERYWHERE], words: wordsOf(definition) }
    }),
  )
}

/** Its choices, or the names that its text lists: `table, json or html (default: table)`. */
function valuesOf({ flags, choices, text }: CommandOption): readonly string[] {
  if (choices) return choices
  if (!/--(format|provider|cold-by|connection|what-if)\b/.test(flags)) return []
  return listed(text)
}

function wordsOf({ arguments: named = [] }: CommandDefinition): readonly string[] {
  const [first] = named
  return first && /^<(action|shell)>$/.test(first.name) ? listed(first.text) : []
}

function listed(text: string): string[] {
  const words = text
    .replace(/\(.*\)/, '')
    .split(/,| or /)
    .map((word) => word.trim().replace(/:.*$/, ''))
    .filter((word) => /^[a-z][\w-]*$/.test(word))
  return [...new Set(words)]
}
