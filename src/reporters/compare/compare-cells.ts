import { nameOfWay } from '../../core/way-facts.ts'
import type { Change, ComparedRow, ResultComparison } from '../../stats/compare/result-comparison.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { formatP, formatRatio, formatRatioInterval } from '../format-ratio.ts'

const VERDICTS: Readonly<Record<Change['verdict'], string>> = {
  faster: 'faster',
  slower: 'slower',
  'no-difference-shown': 'no difference shown',
  'not-enough-data': 'too few',
}

/** Headings of a comparison, for tables that are as wide as they like. */
export const COMPARE_HEADINGS = [
  'target',
  'wait in ms',
  'side',
  'n',
  'p50 (95 % CI)',
  'ratio to the first (95 % CI)',
  'p after Holm',
  'verdict',
] as const

/** How many of the headings, from the left, are over words. */
export const COMPARE_WORDS = 3

/** `cold by idle 400 ms`, `warm`. */
export function describeWay({ temperature, coldBy, plannedIdleMs }: ComparedRow): string {
  if (temperature === 'warm' || coldBy === undefined) return temperature
  return `cold by ${nameOfWay({ coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) })}`
}

/** A row a side under `COMPARE_HEADINGS`, then the geometric means of each side but the first. */
export function compareCells(comparison: ResultComparison): string[][] {
  return [...sideCells(comparison), ...meanCells(comparison)]
}

function sideCells({ names, rows }: ResultComparison): string[][] {
  return rows.flatMap((row) =>
    row.sides.map((side, index) => {
      const { p50Ms, p50Interval: interval } = side
      const median = p50Ms === undefined ? '–' : formatMs(p50Ms)
      const bounds = interval ? ` (${formatInterval(interval.lower, interval.upper)})` : ''
      const about = [row.target, describeWay(row), names[index] ?? '', String(side.n), `${median}${bounds}`]
      return [...about, ...(index === 0 ? ['–', '–', '–'] : changeCells(row.changes[index - 1]))]
    }),
  )
}

function meanCells({ names, geometricMeans }: ResultComparison): string[][] {
  return geometricMeans.flatMap(({ ratios, ...way }) =>
    ratios.map((ratio, index) => [
      'geometric mean',
      wayOfMean(way),
      names[index + 1] ?? '',
      '–',
      '–',
      ratio === undefined ? '–' : formatRatio(ratio),
      '–',
      '–',
    ]),
  )
}

/** `cold by idle`: a mean is of all idle periods together. */
export function wayOfMean({
  temperature,
  coldBy,
}: Pick<ResultComparison['geometricMeans'][number], 'temperature' | 'coldBy'>): string {
  return coldBy ? `cold by ${coldBy}` : temperature
}

function changeCells(change: Change | undefined): string[] {
  if (!change) return ['–', '–', '–']
  const { ratio, ratioInterval, pAdjusted, verdict } = change
  const bounds = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
  return [
    ratio === undefined ? '–' : `${formatRatio(ratio)}${bounds}`,
    pAdjusted === undefined ? '–' : formatP(pAdjusted).replace(/^p (= )?/, ''),
    VERDICTS[verdict],
  ]
}
