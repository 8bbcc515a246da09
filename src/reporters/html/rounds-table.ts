import type { MeasuredWaits } from '../../core/measured-waits.ts'
import type { Result } from '../../core/result.ts'
import { formatMs } from '../format-ms.ts'
import { element, type Markup } from './markup.ts'
import { nameIn } from './series.ts'
import { wideTable } from './summary-table.ts'

const HEADINGS = ['round', 'target', 'cold', 'median cold wait, ms', 'warm', 'median warm wait, ms', 'errors']
/** Rounds that are summed up one by one; beyond that several together. */
const ROWS = 400

/** One row: the waits of one target, in ms, in one round or in several that follow each other. */
interface Row {
  readonly firstRound: number
  readonly name: string
  readonly cold: number[]
  readonly warm: number[]
  errors: number
}

/** What each round gave of each target, from the waits of the runs; of many rounds, several together. */
export function roundsTable(results: readonly Result[]): Markup {
  const kinds = results.flatMap((result) =>
    result.waits.map((waits) => ({ name: nameIn(results, result, waits.target), waits })),
  )
  const rounds = 1 + kinds.reduce((last, { waits }) => Math.max(last, waits.rounds.at(-1) ?? 0), 0)
  const names = [...new Set(kinds.map(({ name }) => name))]
  const together = Math.max(1, Math.ceil((rounds * names.length) / ROWS))
  const rows = new Map<string, Row>()
  for (const { name, waits } of kinds) addWaits(rows, name, waits, together)
  const places = new Map(names.map((name, place) => [name, place]))
  const ordered = [...rows.values()].sort(
    (a, b) => a.firstRound - b.firstRound || (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0),
  )
  const caption = `A summary of each ${together === 1 ? 'round' : `${together} rounds`} and target.`
  const cells = ordered.map((row) => cellsOf(row, together))
  return element(
    'details',
    {},
    element('summary', {}, caption),
    wideTable(caption, HEADINGS, cells, 'Rounds'),
  )
}

function addWaits(rows: Map<string, Row>, name: string, waits: MeasuredWaits, together: number): void {
  const { rounds, waitMs, error, observed } = waits
  for (const [index, round] of rounds.entries()) {
    const firstRound = Math.floor(round / together) * together
    const key = `${firstRound}\n${name}`
    const row = rows.get(key) ?? { firstRound, name, cold: [], warm: [], errors: 0 }
    rows.set(key, row)
    const wait = waitMs?.[index]
    if (error) row.errors++
    else if (wait !== undefined && (observed === 'cold' || observed === 'warm')) row[observed].push(wait)
  }
}

function cellsOf({ firstRound, name, cold, warm, errors }: Row, together: number): string[] {
  const round = together === 1 ? `${firstRound}` : `${firstRound}–${firstRound + together - 1}`
  return [round, name, String(cold.length), middle(cold), String(warm.length), middle(warm), String(errors)]
}

function middle(waits: number[]): string {
  const sorted = waits.sort((a, b) => a - b)
  const { length } = sorted
  if (length === 0) return ''
  return formatMs(((sorted[(length - 1) >> 1] ?? 0) + (sorted[length >> 1] ?? 0)) / 2)
}
