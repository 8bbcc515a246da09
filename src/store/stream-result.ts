import { createReadStream } from 'node:fs'
import { ColdstartError } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import type { RunLine } from '../core/run-file.ts'
import { ResultBuilder, type ResultOptions } from '../stats/result/result-builder.ts'
import { parseRunLine } from './read-run-file.ts'

const NEWLINE = 0x0a

/**
 * Computes a result from a run file of any length while reading it: memory grows by the columns of
 * `SampleTable` (32 bytes a sample, 92 for a cold one), never by the file. The result carries no samples.
 * @throws ColdstartError as `readRunFile`
 */
export async function streamResult(path: string, options: ResultOptions = {}): Promise<Result> {
  let builder: ResultBuilder | undefined
  let number = 0
  for await (const { text, isLast } of linesOf(path)) {
    number++
    const line = parseRunLine(text, number, path, isLast)
    if (line === undefined) break
    if (builder) addLine(builder, line, number, path)
    else builder = begin(line, path, options)
  }
  if (!builder) throw new ColdstartError('journal-empty', { path })
  return builder.build().result
}

function begin(line: RunLine, path: string, options: ResultOptions): ResultBuilder {
  if (line.type === 'header') return new ResultBuilder(line, options)
  throw new ColdstartError('journal-corrupt', { path, line: 1, reason: 'a run begins with its header' })
}

function addLine(builder: ResultBuilder, line: RunLine, number: number, path: string): void {
  if (line.type === 'sample') builder.addSample(line.sample)
  else if (line.type === 'note') builder.addNote(line)
  else if (line.type === 'footer') builder.addFooter(line)
  else throw new ColdstartError('journal-corrupt', { path, line: number, reason: 'a second header' })
}

/** Lines without their ends; `isLast` for what follows the last line end. */
async function* linesOf(path: string): AsyncGenerator<{ text: string; isLast: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 }).on('error', () => {})
  try {
    for await (const chunk of chunks) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      let start = 0
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
        yield { text: bytes.toString('utf8', start, end), isLast: false }
        start = end + 1
      }
      rest = bytes.subarray(start)
    }
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new ColdstartError('run-not-found', { run: path, folder: 'this place' }, { cause: error })
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), isLast: true }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
}
