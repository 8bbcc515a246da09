import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition, CommandEntry } from '../command.ts'

const SHELLS = ['bash', 'zsh', 'fish']

/** `coldstart completion`: what a shell needs to complete the words of these commands. */
export const completionOf = (commands: Readonly<Record<string, CommandEntry>>): CommandDefinition => ({
  description: 'Prints a script that completes commands, options and formats in a shell.',
  arguments: [{ name: '<shell>', text: SHELLS.join(', ') }],
  options: [],
  examples: `Examples:
  source <(coldstart completion bash)               in ~/.bashrc
  source <(coldstart completion zsh)                in ~/.zshrc, after compinit
  coldstart completion fish > ~/.config/fish/completions/coldstart.fish`,
  async action({ args, io }) {
    const { completionScript } = await import('../completion/completion-script.ts')
    io.stdout.write(await completionScript(String(args[0]), commands))
    return exitCodes.done
  },
})
