import type { ResolvedConfig } from '../../config/resolve-config.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart config`: every setting, its value, and where that comes from. */
export const config: CommandDefinition = {
  description: 'Shows every setting, its value, and where it comes from: flag > variable > file > default.',
  options: [
    { flags: '--config <file>', text: 'use this configuration file, and search for none' },
    {
      flags: '--format <name>',
      text: 'format on standard output; schema is a JSON Schema for editors',
      choices: ['table', 'json', 'schema'],
      default: 'table',
    },
  ],
  examples: `Examples:
  coldstart config
  COLDSTART_COLD=20 coldstart config --format json
  coldstart config --format schema > coldstart.schema.json`,
  async action({ options, io }) {
    if (options.format === 'schema') {
      const { configJsonSchema } = await import('../../config/config-schema.ts')
      io.stdout.write(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`)
      return exitCodes.done
    }
    const { readConfigFile } = await import('../read-config-file.ts')
    const { resolveConfig } = await import('../../config/resolve-config.ts')
    const { configKeys } = await import('../../config/bench-config.ts')
    const file = await readConfigFile(options.config, io)
    const { hideValues } = await import('../../config/hide-values.ts')
    const resolved = resolveConfig({ env: io.env, file })
    const { checkProviders } = await import('../../bench/sources.ts')
    checkProviders(resolved.config)
    const rows = listSettings(configKeys, { ...resolved, config: hideValues(resolved.config) })
    io.stdout.write(options.format === 'json' ? `${JSON.stringify(rows, undefined, 2)}\n` : renderTable(rows))
    return exitCodes.done
  },
}

type Key = keyof ResolvedConfig['config']
type Setting = { readonly key: Key; readonly value: unknown; readonly origin: string }

function listSettings(keys: readonly Key[], { config, origins }: ResolvedConfig): Setting[] {
  return keys.map((key) => ({ key, value: config[key], origin: origins[key] ?? 'decided by the run' }))
}

function renderTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ key, value, origin }) => ({
    key,
    shown: value === undefined ? '–' : JSON.stringify(value),
    origin,
  }))
  const keyWidth = Math.max(...rows.map(({ key }) => key.length))
  const valueWidth = Math.max(...rows.map(({ shown }) => shown.length))
  return rows
    .map(({ key, shown, origin }) => `${key.padEnd(keyWidth)}  ${shown.padEnd(valueWidth)}  ${origin}\n`)
    .join('')
}
