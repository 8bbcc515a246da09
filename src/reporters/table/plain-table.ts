import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'

/** Rules above and below, nothing between the columns: narrow, and readable when piped. */
const RULES = {
  top: '─',
  'top-mid': '─',
  'top-left': '',
  'top-right': '',
  bottom: '─',
  'bottom-mid': '─',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
} as const

/** A column of a table. */
export interface Column {
  readonly heading: string
  readonly align?: 'left' | 'right'
}

/** Lays rows out under headings, two spaces apart, or one where `width` asks for it; cells may have several lines. */
export function plainTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const gap = widthOf(columns, rows, 2) <= width ? 2 : 1
  return lines(columns, rows, gap)
    .map((line) => `${line}\n`)
    .join('')
}

/** Characters of its rules, told beforehand: to lay a table out takes longer than all else in it. */
function widthOf(columns: readonly Column[], rows: readonly (readonly string[])[], gap: number): number {
  const widths = columns.map(({ heading }, index) => {
    const cells = [heading, ...rows.map((row) => row[index] ?? '')]
    const lineWidths = cells.flatMap((cell) =>
      stripVTControlCharacters(cell)
        .split('\n')
        .map(({ length }) => length),
    )
    return Math.max(...lineWidths)
  })
  // One more between columns, as `top-mid` is.
  return widths.reduce((sum, one) => sum + one + gap, columns.length - 1 - gap)
}

function lines(columns: readonly Column[], rows: readonly (readonly string[])[], gap: number): string[] {
  const table = new Table({
    chars: RULES,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': gap },
    colAligns: columns.map(({ align }) => align ?? 'right'),
  })
  table.push(
    columns.map(({ heading }) => heading),
    ...rows.map((row) => [...row]),
  )
  return table
    .toString()
    .split('\n')
    .map((line) => (/^─+$/.test(line) ? line.slice(gap) : line.trimEnd()))
}
