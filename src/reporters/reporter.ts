import type { Result, SampledResult } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'

/** What a reporter may know of where its text is shown: columns and colours. */
export interface ReportOptions {
  /** Columns of the terminal; reports that wrap are laid out for it. */
  readonly columns: number
  /** chalk's levels: 0 no colour … 3 true colour. */
  readonly colorLevel: 0 | 1 | 2 | 3
}

/** A pure function from a result to text; writing it somewhere is the caller's business. */
export type Reporter = (result: Result, options: ReportOptions) => string

/** A report that is being made of one sample after the other. */
export interface SampleReport {
  /** @returns what can be written of it already */
  add(sample: Sample): string
  /** The rest, once all samples are in. */
  end(): Iterable<string>
}

/**
 * Begins a report that needs whole samples, for a run that may have more of them than memory; those in the result
 * itself are not looked at.
 */
export type SampleReporter = (result: Result) => SampleReport

/** The same as a reporter of a result that carries its samples. */
export function wholeReport(begin: SampleReporter): Reporter {
  return (result) => {
    const report = begin(result)
    const parts = result.samples.map((sample) => report.add(sample))
    return parts.concat(...report.end()).join('')
  }
}

/** The same in pieces, over samples that are read while it is made. */
export async function* reportPieces(
  begin: SampleReporter,
  { result, samples }: Required<SampledResult>,
): AsyncGenerator<string> {
  const report = begin(result)
  for await (const sample of samples()) {
    const text = report.add(sample)
    if (text !== '') yield text
  }
  yield* report.end()
}
