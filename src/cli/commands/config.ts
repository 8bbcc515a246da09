import { configKeys } from '../../config/bench-config.ts'
import { findConfigFile } from '../../config/find-config-file.ts'
import { type ResolvedConfig, resolveConfig } from '../../config/resolve-config.ts'
import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart config`: every setting, its value, and where that comes from. */
export const config: CommandDefinition = {
  configure(command) {
    command
      .description(
        'Shows every setting, its value, and where it comes from: flag > variable > file > default.',
      )
      .option('--config <file>', 'this configuration file, instead of searching for one')
      .option('--format <name>', 'table, json, or schema (JSON Schema for editors)', 'table')
  },
  async action({ options, io }) {
    if (options.format === 'schema') {
      const { configJsonSchema } = await import('../../config/config-schema.ts')
      io.stdout.write(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`)
      return exitCodes.done
    }
    const file = await findConfigFile({ cwd: io.cwd, home: io.home, path: options.config })
    const resolved = resolveConfig({ env: io.env, file })
    io.stdout.write(render(resolved, options.format))
    return exitCodes.done
  },
}

function render(resolved: ResolvedConfig, format: string): string {
  const rows = configKeys.map((key) => {
    return { key, value: resolved.config[key], origin: resolved.origins[key] ?? 'decided by the run' }
  })
  if (format === 'json') return `${JSON.stringify(rows, undefined, 2)}\n`
  if (format !== 'table')
    throw new ColdstartError('bad-arguments', {
      reason: `There is no format "${format}" here.`,
      command: 'config',
    })
  const texts = rows.map(({ key, value, origin }) => [
    key,
    value === undefined ? '–' : JSON.stringify(value),
    origin,
  ])
  const widths = [0, 1].map((column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  return texts
    .map(
      ([key, value, origin]) =>
        `${key?.padEnd(widths[0] ?? 0)}  ${value?.padEnd(widths[1] ?? 0)}  ${origin}\n`,
    )
    .join('')
}
