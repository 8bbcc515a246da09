import type { CommandOption } from './command.ts'

/** `--root <folder>`, of every command that takes a function of the user's own. */
export const rootOption: CommandOption = {
  flags: '--root <folder>',
  text: 'its package (default: the folder of the nearest package.json)',
}

/** The function's environment, of every command that runs functions. */
export const variableOptions: readonly CommandOption[] = [
  {
    flags: '--env <name>',
    text: 'NAME of this shell, or NAME=value, for the function; several',
    many: 'repeated',
  },
  { flags: '--env-file <file>', text: 'NAME=value lines for the function' },
]

/** What a function is given where nothing is measured: by `serve` and `schedule`. */
export const servedOptions: readonly CommandOption[] = [
  { flags: '--export <name>', text: 'what your file exports (default: by contract)' },
  rootOption,
  ...variableOptions,
  { flags: '--function-timeout <duration>', text: 'longest time for one invocation (default: 10s)' },
]
