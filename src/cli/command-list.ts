import type { CommandDefinition } from './command.ts'

export interface CommandEntry {
  readonly summary: string
  readonly load: () => Promise<CommandDefinition>
}

/** Every command, in the order of the help text; a command's file is loaded only when it runs. */
export const commandList: Readonly<Record<string, CommandEntry>> = {
  bench: {
    summary: 'measure cold and warm latency; with no options on the local engine',
    load: async () => (await import('./commands/bench.ts')).bench,
  },
  serve: {
    summary: 'run the local engine alone and print URLs to curl',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
}
