import { SERVICE } from '../bench/sources.ts'
import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { functionEnvironment } from '../config/request-settings.ts'
import { type ResolvedConfig, resolveConfig } from '../config/resolve-config.ts'
import { MEMORY_SIZES_MB } from '../engine/engine-options.ts'
import type { OptionValues } from './command.ts'
import type { Io } from './io.ts'
import { readConfigFile } from './read-config-file.ts'
import type { ServeOptions } from './serve-functions.ts'
import { readWholeNumber } from './whole-number.ts'

/** Longer than `bench` keeps an environment: a person calls with curl. */
const IDLE_TTL_MS = 10_000

/** Settings of which `serve` takes one where `bench` measures several side by side. */
const ONE_OF_SEVERAL = { memory: 'memory size', runtime: 'runtime' } as const

/** What `serve` takes of the environment and of the configuration file: which functions, and how they are run. */
const SERVED: readonly ConfigKey[] = [
  ...(['functions', 'providers', 'root', 'export', 'functionTimeout', 'idleTtl'] as const),
  ...(Object.keys(functionEnvironment) as ConfigKey[]),
  ...(['memory', 'runtime', 'cpu', 'coldDisk', 'workerCold'] as const),
]

/**
 * Reads what `serve` is given: words over environment over configuration file, as `bench` reads them. Of several memory
 * sizes or runtimes in the latter two it takes the first, and says so on standard error.
 * @throws ColdstartError those of `findConfigFile` and `resolveConfig`; `bad-arguments` for a port or a memory size
 */
export async function readServeWords(
  positional: readonly string[],
  { port, function: more = [], config: path, ...flags }: OptionValues,
  io: Io,
): Promise<ServeOptions> {
  const functions = [...positional, ...more]
  checkSize(flags.memory, '--memory')
  const resolved = resolveConfig({
    flags: { ...flags, ...(functions.length > 0 && { functions }) },
    env: io.env,
    file: await readConfigFile(path, io),
    defaults: { idleTtl: IDLE_TTL_MS },
    takes: SERVED,
  })
  const config = oneOfEach(resolved, io)
  checkSize(config.memory?.[0], `memory in ${resolved.origins.memory}`)
  return { config, port: readWholeNumber(port, { flag: '--port', command: 'serve', least: 0, most: 65_535 }) }
}

function checkSize(memory: unknown, flag: string): void {
  if (memory !== undefined) readWholeNumber(String(memory), { flag, command: 'serve', ...MEMORY_SIZES_MB })
}

/** What was written for `bench`, as far as it can be served: no service of ours, one memory size, one runtime. */
function oneOfEach({ config, origins }: ResolvedConfig, io: Io): BenchConfig {
  const isTyped = (key: ConfigKey) => origins[key]?.startsWith('--') === true
  const firstOf = <Value>(key: keyof typeof ONE_OF_SEVERAL, values: readonly Value[] = []) => {
    if (values.length < 2 || isTyped(key)) return values
    const what = ONE_OF_SEVERAL[key]
    io.stderr.write(`note: serve runs one ${what} at a time: ${values[0]}, the first of ${origins[key]}\n`)
    return values.slice(0, 1)
  }
  const { memory, runtime, providers } = config
  return {
    ...config,
    providers: isTyped('providers') ? providers : providers.filter((name) => name !== SERVICE),
    ...(memory && { memory: [...firstOf('memory', memory)] }),
    ...(runtime && { runtime: [...firstOf('runtime', runtime)] }),
  }
}
