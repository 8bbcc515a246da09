import { ColdstartError, messageOf } from '../core/errors.ts'
import type { RunFile, RunFooter, RunHeader, RunLine, RunNote } from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'
import { RUN_FILE_VERSION } from '../core/schema-versions.ts'
import { runLineShape } from '../core/shape.ts'
import { refuseSpecialFile } from '../core/text-file.ts'
import { type FileLine, LONGEST_LINE_BYTES, linesOf, piecesOf } from './lines-of.ts'
import { createSeenIds, type SeenIds } from './seen-ids.ts'

/** A last line that was cut off while it was written; it is not part of the run. */
export interface TornLine {
  readonly type: 'torn'
  readonly line: number
  readonly bytes: number
}

/** A run file as it lies on disk. */
export interface ReadRun {
  readonly run: RunFile
  readonly torn?: Omit<TornLine, 'type'>
}

/**
 * Reads a run file (JSON lines: header, samples and notes, footer) as a whole.
 * @throws ColdstartError as `runLines`
 */
export async function readRunFile(path: string): Promise<ReadRun> {
  let header: RunHeader | undefined
  let footer: RunFooter | undefined
  let torn: ReadRun['torn']
  const samples: Sample[] = []
  const notes: RunNote[] = []
  for await (const line of runLines(path)) {
    if (line.type === 'sample') samples.push(line.sample)
    else if (line.type === 'note') notes.push(line)
    else if (line.type === 'header') header = line
    else if (line.type === 'footer') footer = line
    else torn = { line: line.line, bytes: line.bytes }
  }
  if (!header) throw new ColdstartError('journal-empty', { path })
  return { run: { header, samples, notes, ...(footer ? { footer } : {}) }, ...(torn ? { torn } : {}) }
}

/**
 * Reads a run file line by line, of any length, and checks it: the header first and once, every sample once, nothing
 * after the footer, and a footer that counts what is there. Blank lines are no damage.
 * @throws ColdstartError `journal-empty`, `journal-corrupt` (with the line), `journal-newer`, `run-not-found`,
 *   `not-a-file`, `cannot-read`
 */
export async function* runLines(path: string): AsyncGenerator<RunLine | TornLine> {
  const check = checker(path)
  yield* linesThat(path, check.accept)
  check.end()
}

/**
 * The samples of a run file that was read and found sound before: what would tell that one is there twice is not kept.
 * @throws ColdstartError as `runLines`, for a line that is none
 */
export async function* samplesAgain(path: string): AsyncGenerator<Sample> {
  for await (const line of linesThat(path)) if (line.type === 'sample') yield line.sample
}

/** @param accept throws for a line that must not follow those before */
async function* linesThat(
  path: string,
  accept: (line: RunLine, number: number) => void = () => {},
): AsyncGenerator<RunLine | TornLine> {
  try {
    await refuseSpecialFile(path)
    let number = 0
    const tooLong = () =>
      corrupt(
        path,
        number + 1,
        `it is longer than ${LONGEST_LINE_BYTES / 1024 / 1024} MB, which no line of a run is`,
      )
    for await (const line of linesOf(piecesOf(path), tooLong)) {
      number++
      if (line.text.trim() === '') continue
      const parsed = parseLine(line, number, path)
      const read = parsed instanceof Promise ? await parsed : parsed
      if (read.type !== 'torn') accept(read, number)
      yield read
    }
  } catch (error) {
    throw asReadError(error, path)
  }
}

function parseLine(
  { text, isLast, bytes }: FileLine,
  number: number,
  path: string,
): RunLine | TornLine | Promise<RunLine> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (isLast) return { type: 'torn', line: number, bytes }
    throw corrupt(path, number, messageOf(error))
  }
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version === 'number' && version > RUN_FILE_VERSION)
    throw new ColdstartError('journal-newer', { path, version, known: RUN_FILE_VERSION })
  return runLineShape.accepts(value) ? value : askAbout(value, number, path)
}

async function askAbout(value: unknown, number: number, path: string): Promise<RunLine> {
  const read = await runLineShape.read(value)
  if ('value' in read) return read.value
  throw corrupt(path, number, read.reason)
}

/** Files are named after a run's id. */
const RUN_ID = /^\w[\w.-]*$/

/** What lines may follow each other. */
function checker(path: string) {
  let hasHeader = false
  let footerLine: number | undefined
  const ids = createSeenIds()
  const targets = new Set<string>()

  const reasonAgainst = (line: RunLine): string | undefined => {
    if (!hasHeader && line.type !== 'header') return 'a run begins with its header'
    if (hasHeader && line.type === 'header') return 'a second header'
    if (footerLine !== undefined) return `a ${line.type} after the footer, which is on line ${footerLine}`
    if (line.type === 'header') return reasonAgainstHeader(line)
    if (line.type === 'sample') return reasonAgainstSample(line.sample, ids, targets)
    return line.type === 'footer' && line.samples !== ids.size
      ? `the footer counts ${line.samples} samples, and there are ${ids.size}`
      : undefined
  }
  return {
    accept(line: RunLine, number: number): void {
      const reason = reasonAgainst(line)
      if (reason !== undefined) throw corrupt(path, number, reason)
      if (line.type === 'header') for (const { id } of line.targets) targets.add(id)
      hasHeader = true
      if (line.type === 'sample') ids.add(line.sample.id)
      if (line.type === 'footer') footerLine = number
    },
    end(): void {
      if (!hasHeader) throw new ColdstartError('journal-empty', { path })
    },
  }
}

function reasonAgainstHeader({ run, targets }: RunHeader): string | undefined {
  if (!RUN_ID.test(run)) return `its run id ${JSON.stringify(run)} is not valid`
  const twice = targets.find(({ id }, index) => targets.findIndex((other) => other.id === id) < index)
  return twice && `the target ${twice.id} is there twice`
}

function reasonAgainstSample(
  { id, target }: Sample,
  ids: Pick<SeenIds, 'has'>,
  targets: ReadonlySet<string>,
): string | undefined {
  if (ids.has(id)) return `the sample ${id} is there twice`
  const isOfRun = targets.size === 0 || targets.has(target)
  return isOfRun ? undefined : `the sample ${id} is of the target ${target}, which the header does not have`
}

function corrupt(path: string, line: number, reason: string): ColdstartError {
  return new ColdstartError('journal-corrupt', { path, line, reason })
}

function asReadError(error: unknown, path: string): unknown {
  if (error instanceof ColdstartError) return error
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === undefined) return error
  if (code === 'ENOENT') return new ColdstartError('run-not-found', { run: path }, { cause: error })
  return new ColdstartError('cannot-read', { path, reason: messageOf(error) }, { cause: error })
}
