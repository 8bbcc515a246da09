import { commandList } from './command-list.ts'

/** `coldstart --help`: static, so that it is there before anything is loaded. */
export function helpText(): string {
  const width = Math.max(...Object.keys(commandList).map((name) => name.length))
  const commands = Object.entries(commandList).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  )
  return `coldstart: how slow are cold starts, where, and why?

Usage: coldstart <command> [options]

Commands:
${commands.join('\n')}

Options:
  --color <when>  auto, always or never
  --debug         show stack traces and every step
  --version       print the version
  --help          this text; coldstart <command> --help for a command's options

Examples:
  npx coldstart bench                                   the local engine, no account needed
  npx coldstart bench --target mine=https://example.com/api/hello
  npx coldstart bench --format json | jq .summaries

Exit codes: 0 done, 1 ran but failed, 2 usage, 3 not enough data, 99 over budget, 129/130/131/143 by a signal
`
}
