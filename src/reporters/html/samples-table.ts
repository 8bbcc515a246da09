import type { Result } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import { formatMs } from '../format-ms.ts'
import { element, type Markup } from './markup.ts'
import { nameIn } from './series.ts'
import { wideTable } from './summary-table.ts'

/** Up to so many samples stand on the page one by one. */
export const LISTED = 1000
/** Beyond that, so many of the slowest. */
const SLOWEST = 200

const HEADINGS = [
  'sample',
  'target',
  'meant',
  'was',
  'evidence',
  'idle, s',
  'wait, ms',
  'total, ms',
  'flags or error',
]
const ROUND_HEADINGS = [
  'round',
  'target',
  'cold',
  'median cold wait, ms',
  'warm',
  'median warm wait, ms',
  'errors',
]
/** Rounds that are summed up one by one; beyond that several together. */
const ROUND_ROWS = 400

interface Listed {
  readonly name: string
  readonly sample: Sample
}

/** Every sample with its evidence; of a long run the slowest, and a summary of each round. */
export function samplesSection(results: readonly Result[]): Markup {
  const all = results.flatMap((result) =>
    result.samples.map((sample): Listed => ({ name: nameIn(results, result, sample.target), sample })),
  )
  const isLong = all.length > LISTED
  const shown = isLong ? slowest(all) : all
  const caption = isLong
    ? `The slowest ${shown.length} of ${all.length} samples; the rest is in the run file.`
    : `All ${all.length} samples, in the order they were sent.`
  return element(
    'section',
    {},
    element('h2', {}, 'Samples'),
    element(
      'details',
      all.length <= SLOWEST ? { open: '' } : {},
      element('summary', {}, caption),
      wideTable(caption, HEADINGS, shown.map(sampleRow), 'Samples'),
    ),
    isLong ? roundsTable(all) : undefined,
  )
}

function slowest(all: readonly Listed[]): Listed[] {
  return [...all].sort((a, b) => waitOf(b) - waitOf(a)).slice(0, SLOWEST)
}

function waitOf({ sample }: Listed): number {
  return sample.phases.waitMs ?? 0
}

function sampleRow({ name, sample }: Listed): string[] {
  const { id, intended, coldBy, observed, evidence, inferred, idleMs, phases, flags = [], error } = sample
  const notes = [...flags, ...(error ? [`${error.kind}: ${error.message.slice(0, 120)}`] : [])]
  return [
    id,
    name,
    coldBy === undefined ? intended : `${intended} by ${coldBy}`,
    error ? 'error' : observed,
    inferred ? `${evidence}, inferred` : evidence,
    idleMs === undefined ? '' : (idleMs / 1000).toFixed(1),
    phases.waitMs === undefined ? '' : formatMs(phases.waitMs),
    phases.totalMs === undefined ? '' : formatMs(phases.totalMs),
    notes.join(', '),
  ]
}

function roundsTable(all: readonly Listed[]): Markup {
  const rounds = new Set(all.map(({ sample }) => sample.round)).size
  const targets = new Set(all.map(({ name }) => name)).size
  const together = Math.max(1, Math.ceil((rounds * targets) / ROUND_ROWS))
  const groups = new Map<string, Listed[]>()
  for (const listed of all) {
    const first = Math.floor(listed.sample.round / together) * together
    const key = `${together === 1 ? first : `${first}–${first + together - 1}`}\n${listed.name}`
    const group = groups.get(key) ?? []
    group.push(listed)
    groups.set(key, group)
  }
  const rows = [...groups].map(([key, listed]) => roundRow(key.split('\n'), listed))
  const caption = `A summary of each ${together === 1 ? 'round' : `${together} rounds`} and target.`
  return element(
    'details',
    {},
    element('summary', {}, caption),
    wideTable(caption, ROUND_HEADINGS, rows, 'Rounds'),
  )
}

function roundRow([round = '', name = '']: readonly string[], listed: readonly Listed[]): string[] {
  const waits = (temperature: string) =>
    listed
      .filter(({ sample }) => !sample.error && sample.observed === temperature)
      .map(waitOf)
      .sort((a, b) => a - b)
  const cold = waits('cold')
  const warm = waits('warm')
  const errors = listed.filter(({ sample }) => sample.error).length
  return [round, name, String(cold.length), middle(cold), String(warm.length), middle(warm), String(errors)]
}

function middle(sorted: readonly number[]): string {
  const { length } = sorted
  if (length === 0) return ''
  return formatMs(((sorted[(length - 1) >> 1] ?? 0) + (sorted[length >> 1] ?? 0)) / 2)
}
