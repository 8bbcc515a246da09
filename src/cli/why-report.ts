import { plainValue } from '../core/plain-text.ts'
import type { WhyReport } from '../core/why-report.ts'
import { whyFormats } from '../reporters/why/formats.ts'
import { whyText } from '../reporters/why/why-text.ts'
import { WHY_ENDING } from './formats.ts'
import { readOwnReport } from './read-own-report.ts'
import type { PiecesIn } from './write-shown.ts'

/** A report that was saved. @throws ColdstartError `bad-arguments` */
export function readWhyReport(path: string): Promise<WhyReport> {
  return readOwnReport(path, {
    take: (report: WhyReport) => (report.kind === 'why' && report.schemaVersion === 1 ? report : undefined),
    reason: 'is not a report of coldstart why',
    suggestion: `results/<run>${WHY_ENDING}`,
  })
}

/** The report in any of its formats. @param all every package and module in the table */
export function whyPieces(report: WhyReport, all: boolean): PiecesIn {
  return async function* (format, options) {
    if (format === 'table') yield whyText(plainValue(report), { ...options, all })
    else yield (await whyFormats[format]?.(report)) ?? ''
  }
}
