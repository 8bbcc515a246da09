import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.usage

/** What a configuration file, variable or flag says cannot be used. */
export const configErrors = {
  'unknown-config-key': (d: { key: string; origin: string; suggestion?: string | undefined }) => ({
    message: `${d.origin} sets "${d.key}", which is not a setting.`,
    hint: d.suggestion ? `Did you mean ${d.suggestion}?` : 'Run coldstart config for all settings.',
    exitCode,
  }),
  'bad-config-value': (d: { key: string; origin: string; value: string; reason: string }) => ({
    message: `${d.origin} sets ${d.key} to ${d.value}: ${d.reason}.`,
    hint: 'Run coldstart config for every setting, its value and where it comes from.',
    exitCode,
  }),
  'bad-config-file': (d: { path: string; reason: string }) => ({
    message: `${d.path} cannot be read as configuration: ${d.reason}.`,
    hint: 'It must hold, or export as default, one object with settings.',
    exitCode,
  }),
  'config-file-missing': (d: { path: string }) => ({
    message: `There is no configuration file ${d.path}.`,
    hint: 'Give --config the path of a .json, .js, .mjs, .cjs or .ts file.',
    exitCode,
  }),
  'config-typescript': (d: { path: string }) => ({
    message: `${d.path} is TypeScript, which this version of Node cannot load.`,
    hint: 'Use Node 22.18 or newer, or write the file as coldstart.config.mjs.',
    exitCode,
  }),
}
