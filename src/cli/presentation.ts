import { extname, normalize, resolve } from 'node:path'
import { splitOutput } from '../config/output-word.ts'
import { ColdstartError } from '../core/errors.ts'
import { sampleReporters } from '../reporters/index.ts'
import { refuseUnwritable } from '../store/write-file.ts'
import { checkFormat } from './formats.ts'
import type { Io } from './io.ts'

const FORMAT_BY_ENDING: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.txt': 'table',
  '.html': 'html',
  '.md': 'markdown',
  '.csv': 'csv',
}

/** Endings that only the load of a function has. */
const LOAD_ENDINGS: readonly (readonly [string, string])[] = [
  ['.speedscope.json', 'speedscope'],
  ['.trace.json', 'chrome-trace'],
]

/** Where the report goes; checked before a run, so that a typo costs nothing. */
export interface Presentation {
  readonly format: string
  readonly files: readonly { readonly path: string; readonly format: string }[]
  readonly force: boolean
  /** Whole samples in JSON. */
  readonly samples: boolean
}

/** What is written, and by which command, for what is said where it cannot be. */
interface PresentationOf {
  /** Of the files asked for here. */
  readonly force: boolean
  readonly samples: boolean
  /** @default 'run' */
  readonly shown?: Parameters<typeof checkFormat>[1]
  /** @default 'bench' */
  readonly command?: string
}

/**
 * Reads `--format`, `--output` (`[format=]file`; without a format the file's ending says it) and what goes with them.
 * @throws ColdstartError `bad-arguments` for a format or an ending that does not exist, and for one file asked for twice;
 * `without-effect` for `--force` where no file is asked for
 */
export function choosePresentation(
  format: string | undefined,
  outputs: readonly string[],
  { force, samples, shown = 'run', command = 'bench' }: PresentationOf,
): Presentation {
  const check = (name: string) => checkFormat(name, shown, command)
  const chosen = format ?? 'table'
  check(chosen)
  const endings = shown === 'why' ? LOAD_ENDINGS : []
  const files = outputs.map((output) => readOutput(output, check, endings, command))
  refuseTwice(files, command)
  if (force && files.length === 0)
    throw new ColdstartError('without-effect', {
      option: '--force',
      why: 'No file is asked for with --output',
      command,
    })
  return { format: chosen, files, force, samples }
}

/** Of two texts in one file, the first would be lost, in whatever format. */
function refuseTwice(files: Presentation['files'], command: string): void {
  const paths = files.map(({ path }) => normalize(path))
  const twice = paths.find((path, index) => paths.indexOf(path) < index)
  if (twice !== undefined)
    throw new ColdstartError('bad-arguments', { reason: `--output names ${twice} twice.`, command })
}

/**
 * Says before anything is measured what would keep the files asked for from being written.
 * @throws ColdstartError `file-exists`, `not-writable`, `cannot-write`
 */
export async function checkFiles({ files, force }: Presentation, { cwd }: Io): Promise<void> {
  for (const { path } of files) await refuseUnwritable(resolve(cwd, path), force)
}

/** The format that `[format=]file` names, by word or by an ending that only loads have; undefined for any other. */
export function formatOfOutput(output: string): string | undefined {
  return splitOutput(output).format ?? LOAD_ENDINGS.find(([ending]) => output.endsWith(ending))?.[1]
}

/** `report.html` by its ending, or `junit=report.xml` by the word before it. */
function readOutput(
  output: string,
  check: (format: string) => void,
  longEndings: typeof LOAD_ENDINGS,
  command: string,
): { path: string; format: string } {
  const { format, path } = splitOutput(output)
  if (format !== undefined && /^.+$/.test(path)) {
    check(format)
    return { path, format }
  }
  const [, byLongEnding] = longEndings.find(([ending]) => output.endsWith(ending)) ?? []
  const byEnding = byLongEnding ?? FORMAT_BY_ENDING[extname(output).toLowerCase()]
  if (byEnding) {
    check(byEnding)
    return { path: output, format: byEnding }
  }
  throw new ColdstartError('bad-arguments', { reason: whyUnread(output), command })
}

function whyUnread(output: string): string {
  if (/^[a-z-]*=/.test(output)) return `--output ${output} names no file. Write it like junit=report.xml.`
  const endings = Object.keys(FORMAT_BY_ENDING).join(', ')
  return `"${output}" ends in none of ${endings}, and names no format. Write it like junit=${output}.`
}

/** Formats that `--samples` or their own nature makes of whole samples. */
export function needsSamples({ format, files, samples }: Presentation): boolean {
  return [format, ...files.map((file) => file.format)].some(
    (one) => Object.hasOwn(sampleReporters, one) || (samples && one === 'json'),
  )
}
