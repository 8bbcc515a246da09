import { resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import { findResult } from '../store/find-recorded.ts'
import type { OptionValues } from './command.ts'
import { WHY_ENDING } from './formats.ts'
import type { Io } from './io.ts'
import { checkFiles, choosePresentation } from './presentation.ts'
import { readWhyReport, whyPieces } from './why-report.ts'
import { writeShown } from './write-shown.ts'

/**
 * Prints again what a run of `why` found.
 * @param name a report that `why` saved, or its run, as `report` takes it
 * @throws ColdstartError `bad-arguments` for a run of something else, `without-effect` for `--samples` and `--open`,
 *   `no-such-result`, and those of `choosePresentation` and `checkFiles`
 */
export async function reportLoad(name: string, options: OptionValues, io: Io): Promise<void> {
  const { format, output = [], force, samples, open } = options
  const misplaced = samples ? '--samples' : open ? '--open' : undefined
  if (misplaced)
    throw new ColdstartError('without-effect', {
      option: misplaced,
      why: 'What coldstart why found is asked for',
      command: 'report',
    })
  const about = { force: force === true, samples: false, shown: 'why', command: 'report' } as const
  const presentation = choosePresentation(format, output, about)
  const path = await findReport(name, io.cwd)
  await checkFiles(presentation, io)
  await writeShown(presentation, whyPieces(await readWhyReport(path), false), io)
}

/** The report beside a run file. */
async function findReport(name: string, cwd: string): Promise<string> {
  if (name.endsWith(WHY_ENDING)) return resolve(cwd, name)
  const path = (await findResult(name, cwd)).replace(/\.jsonl?$/, WHY_ENDING)
  if (await isThere(path)) return path
  throw new ColdstartError('bad-arguments', {
    reason: `${name} is not a run of coldstart why; only those know where a load goes.`,
    command: 'report',
    suggestion: 'coldstart why <function> --format speedscope',
  })
}
