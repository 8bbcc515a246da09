import { isAbsolute, join } from 'node:path'
import { posixPath } from '../core/posix-path.ts'
import type { BenchConfig, ConfigKey } from './bench-config.ts'
import type { FunctionSettings } from './function-settings.ts'

type Paths = Partial<Pick<FunctionSettings, 'root' | 'envFile' | 'event' | 'body'>>

/**
 * A setting of a configuration file as it would be written in the folder that the command runs in: files that it names
 * lie beside the configuration.
 * @param value as the schema has read it
 * @param folder of the configuration, relative to the one that the command runs in; '' for the same
 */
export function fromFolder(key: ConfigKey, value: unknown, folder: string): unknown {
  if (folder === '') return value
  if (key === 'functions')
    return (value as BenchConfig['functions']).map((own) => ({
      ...own,
      entry: below(folder, own.entry),
      ...pathsBelow(folder, own),
    }))
  if (key === 'fixture') return below(folder, value as string)
  return (pathsBelow(folder, { [key]: value }) as Record<string, unknown>)[key] ?? value
}

function pathsBelow(folder: string, { root, envFile, event, body }: Paths): Paths {
  const isFile = typeof event === 'string' && /[./\\]/.test(event)
  return {
    ...(root && { root: below(folder, root) }),
    ...(envFile && { envFile: below(folder, envFile) }),
    ...(isFile && { event: below(folder, event) }),
    ...(body?.startsWith('@') && { body: `@${below(folder, body.slice(1))}` }),
  }
}

function below(folder: string, path: string): string {
  return isAbsolute(path) ? path : posixPath(join(folder, path))
}
