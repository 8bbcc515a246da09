import type { Sample } from '../../core/sample.ts'
import { formatMs } from '../format-ms.ts'
import { type GatheredSamples, LISTED, SLOWEST, waitOf } from './gather-samples.ts'
import { element, type Markup } from './markup.ts'
import { roundsTable } from './rounds-table.ts'
import { nameIn, type PageRun } from './series.ts'
import { wideTable } from './summary-table.ts'

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
interface Listed {
  readonly name: string
  readonly sample: Sample
}

/** Every sample with its evidence; of a long run the slowest, and a summary of each round. */
export function samplesSection(runs: readonly PageRun[]): Markup {
  const results = runs.map(({ result }) => result)
  const listed = (choose: (samples: GatheredSamples) => readonly Sample[]) =>
    runs.flatMap(({ result, samples }) =>
      choose(samples).map((sample): Listed => ({ name: nameIn(results, result, sample.target), sample })),
    )
  const count = runs.reduce((sum, { samples }) => sum + samples.count, 0)
  const isLong = count > LISTED
  const shown = isLong ? slowest(listed((samples) => samples.slowest)) : listed(({ first }) => first)
  const caption = isLong
    ? `The slowest ${shown.length} of ${count} samples; the rest is in the run file.`
    : `All ${count} samples, in the order they were sent.`
  return element(
    'section',
    {},
    element('h2', {}, 'Samples'),
    element(
      'details',
      count <= SLOWEST ? { open: '' } : {},
      element('summary', {}, caption),
      wideTable(caption, HEADINGS, shown.map(sampleRow), 'Samples'),
    ),
    isLong ? roundsTable(results) : undefined,
  )
}

function slowest(all: readonly Listed[]): Listed[] {
  return [...all].sort((a, b) => waitOf(b.sample) - waitOf(a.sample)).slice(0, SLOWEST)
}

function sampleRow({ name, sample }: Listed): string[] {
  const {
    id,
    target,
    intended,
    coldBy,
    observed,
    evidence,
    inferred,
    idleMs,
    phases,
    flags = [],
    error,
  } = sample
  const notes = [...flags, ...(error ? [`${error.kind}: ${error.message.slice(0, 120)}`] : [])]
  return [
    // The target has a column of its own, and its name may be long.
    id.replace(`.${target}.`, '.'),
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
