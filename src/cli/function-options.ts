import type { CommandOption } from './command.ts'

/** `--root <folder>`, of every command that takes a function of the user's own. */
export const rootOption: CommandOption = {
  flags: '--root <folder>',
  text: 'folder of its package (default: that of the nearest package.json)',
}

/** The function's environment, of every command that runs functions. */
export const variableOptions: readonly CommandOption[] = [
  {
    flags: '--env <name>',
    text: 'variable for the function: NAME, with its value in this shell, or NAME=value; repeatable',
    many: 'repeated',
  },
  { flags: '--env-file <file>', text: 'file of NAME=value lines for the function' },
]

/** What a function is given where nothing is measured: by `serve` and `schedule`. */
export const servedOptions: readonly CommandOption[] = [
  { flags: '--export <name>', text: 'which export is your function (default: by contract)' },
  rootOption,
  ...variableOptions,
  {
    flags: '--function-timeout <duration>',
    text: "the function's own time limit for one invocation (default: 10s)",
  },
]
