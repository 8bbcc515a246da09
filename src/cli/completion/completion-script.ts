import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandEntry } from '../command.ts'
import { type Completed, completedCommands } from './completed-commands.ts'

type Script = (commands: readonly Completed[]) => string

const scripts: Readonly<Record<string, Script>> = { bash: bashScript, zsh: zshScript, fish: fishScript }

/**
 * The script for a shell, made from the definitions of all commands.
 * @throws ColdstartError `bad-arguments` for a shell that is not known
 */
export async function completionScript(
  shell: string,
  commands: Readonly<Record<string, CommandEntry>>,
): Promise<string> {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (script) return script(await completedCommands(commands))
  throw new ColdstartError('bad-arguments', {
    reason: `There is no completion for "${shell}"; there is one for ${Object.keys(scripts).join(', ')}.`,
    command: 'completion',
    suggestion: suggestionFor(shell, Object.keys(scripts)),
  })
}

function bashScript(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) flags="${flags.map(({ flag }) => flag).join(' ')}" ;;`,
  )
  const values = commands.flatMap(({ name, flags, words }) => [
    ...flags.flatMap(({ flag, values: of }) =>
      of.length > 0 ? [`    ${name}:${flag}) values="${of.join(' ')}" ;;`] : [],
    ),
    ...(words.length > 0 ? [`    ${name}:*) [[ $current != -* ]] && values="${words.join(' ')}" ;;`] : []),
  ])
  return `# bash completion of coldstart: source <(coldstart completion bash)
_coldstart() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} flags="" values=""
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case $command in
${cases.join('\n')}
  esac
  case $command:$before in
${values.join('\n')}
  esac
  if [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current"))
  fi
}
complete -o default -F _coldstart coldstart
`
}

function zshScript(commands: readonly Completed[]): string {
  return `#compdef coldstart
# zsh completion of coldstart: source <(coldstart completion zsh), after compinit
autoload -U +X bashcompinit && bashcompinit
${bashScript(commands)}`
}

function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, flags, words }) => [
    `complete -c coldstart -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...flags.map(({ flag, text, values }) => {
      const from = `complete -c coldstart -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quoted(text)}`
      return values.length > 0 ? `${from} -x -a ${quoted(values.join(' '))}` : from
    }),
    ...(words.length > 0
      ? [`complete -c coldstart -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`]
      : []),
  ])
  const first = ['help', 'version'].map((flag) => `complete -c coldstart -n __fish_use_subcommand -l ${flag}`)
  return `# fish completion of coldstart: coldstart completion fish | source\n${[...first, ...lines].join('\n')}\n`
}

/** One word of fish, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
}
