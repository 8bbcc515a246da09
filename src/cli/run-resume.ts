import { resume } from '../bench/resume.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import { progressOf } from './bench-request.ts'
import type { OptionValues } from './command.ts'
import { conclude } from './conclude.ts'
import type { Io } from './io.ts'
import { checkFiles, choosePresentation } from './presentation.ts'
import { readConfigFile } from './read-config-file.ts'
import { agreeOnTerminal, watch } from './run-bench.ts'
import { withInterrupt } from './run-context.ts'

/**
 * Goes on with an unfinished run, or cancels it, and prints what came of it.
 * @param name as it was typed; undefined for the newest unfinished run
 * @param typed all that followed the command
 * @throws ColdstartError those of `resume`, `choosePresentation` and `checkFiles`
 */
export async function runResume(
  name: string | undefined,
  options: OptionValues,
  typed: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const { format, output = [], force, samples, quiet, verbose, yes, target = [] } = options
  const presentation = choosePresentation(format, output, {
    force: force === true,
    samples: samples === true,
    command: 'resume',
  })
  await checkFiles(presentation, io)
  const request = {
    ...placeOf(options, io),
    cancel: options.cancel === true,
    agree: agreeOnTerminal(yes === true, io),
    samples: false,
    words: wordsOf(options),
    written: () => readWritten(options, io),
  }
  return withInterrupt(io, async (context) => {
    const outcome = await watch(progressOf(quiet, verbose), io, (onEvent) =>
      resume(name, { ...context, ...request }, onEvent, target as readonly string[]),
    )
    return conclude(outcome, { presentation, command: 'resume', typed }, io)
  })
}

/** Where this client is and what it may take, from flags and variables. */
function placeOf({ location: place, overQuota: beyond, ca: file }: OptionValues, { env }: Io) {
  const flags = { location: place, overQuota: beyond, ca: file }
  const { location, overQuota, ca } = resolveConfig({ env, flags }).config
  return { overQuota, ...(location !== undefined && { location }), ...(ca !== undefined && { ca }) }
}

/** What is written out in the configuration file, of which a run keeps only hashes. */
async function readWritten({ config: path }: OptionValues, io: Io): Promise<BenchConfig> {
  const file = await readConfigFile(path === undefined ? undefined : String(path), io)
  return resolveConfig({ env: io.env, file }).config
}

/** What a run keeps only hashes of, as it was typed again. */
function wordsOf({ env, header: headers, body, event, path }: OptionValues) {
  return {
    ...(env && { env }),
    ...(headers && { headers }),
    ...(body && { body }),
    ...(event && { event }),
    ...(path && { path }),
  }
}
