import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import { type RunHeader, runHeader } from '../core/run-file.ts'
import { type Sample, sample } from '../core/sample.ts'
import { computeResult } from '../stats/result/compute-result.ts'
import { samplesOf } from '../stats/result/measured-waits.ts'
import { runLines } from './read-run-file.ts'

/** What many samples of a run have in common. */
const sampleKind = sample
  .pick({ target: true, intended: true, coldBy: true, plannedIdleMs: true, observed: true, evidence: true })
  .extend({
    inferred: z.literal(true).exactOptional(),
    flags: z.array(z.string()).exactOptional(),
    error: sample.shape.error,
  })

/**
 * A recorded run as a baseline keeps it: what a verdict needs, and no sample a third time. A row is round, index of its
 * kind, wait in ms (-1: none) and number of its instance (-1: none).
 */
export const baselineRun = runHeader
  .pick({ tool: true, run: true, startedAt: true, seed: true, config: true, environment: true })
  .extend({
    targets: runHeader.shape.targets,
    ways: runHeader.shape.ways,
    finishedAt: z.iso.datetime().exactOptional(),
    kinds: z.array(sampleKind),
    rows: z.array(z.tuple([z.int(), z.int(), z.number(), z.int()])),
  })
export type BaselineRun = z.infer<typeof baselineRun>

type Facts = Omit<BaselineRun, 'kinds' | 'rows'>

/** A run of a result, from its samples or, where it has none, its waits. */
export function compactResult(result: Result): BaselineRun {
  const { tool, run, config, environment, targets, ways } = result
  const { id, startedAt, seed, finishedAt } = run
  const { kinds, rows, add } = collectRows()
  for (const one of samplesOf(result)) add(one)
  const facts: Facts = { tool, run: id, startedAt, seed, config, environment, targets }
  return { ...facts, ...(ways && { ways }), ...(finishedAt && { finishedAt }), kinds, rows }
}

/**
 * A run of any length, sample by sample.
 * @throws ColdstartError as `runLines`
 */
export async function compactRunFile(path: string): Promise<BaselineRun> {
  const { kinds, rows, add } = collectRows()
  let facts: Facts | undefined
  for await (const line of runLines(path)) {
    if (line.type === 'sample') add(line.sample)
    if (line.type === 'footer' && facts) facts = { ...facts, finishedAt: line.finishedAt }
    if (line.type !== 'header') continue
    const { tool, run, startedAt, seed, config, environment, targets, ways } = line
    facts = { tool, run, startedAt, seed, config, environment, targets, ...(ways && { ways }) }
  }
  if (!facts) throw new ColdstartError('journal-empty', { path })
  return { ...facts, kinds, rows }
}

function collectRows() {
  const kinds: BaselineRun['kinds'] = []
  const indexes = new Map<string, number>()
  const instances = new Map<string, number>()
  const rows: BaselineRun['rows'] = []
  const add = (one: Sample) => {
    const kind = kindOf(one)
    const key = JSON.stringify(kind)
    const index = indexes.get(key) ?? kinds.push(kind) - 1
    indexes.set(key, index)
    const { waitMs = -1 } = one.phases
    rows.push([one.round, index, Math.round(waitMs * 1000) / 1000, instanceOf(one, instances)])
  }
  return { kinds, rows, add }
}

function kindOf(one: Sample): BaselineRun['kinds'][number] {
  const { target, intended, coldBy, plannedIdleMs, observed, evidence, inferred, flags, error } = one
  return {
    target,
    intended,
    ...(coldBy && { coldBy }),
    ...(plannedIdleMs !== undefined && { plannedIdleMs }),
    observed,
    evidence,
    ...(inferred && { inferred }),
    ...(flags && { flags }),
    ...(error && { error }),
  }
}

function instanceOf({ instance }: Sample, known: Map<string, number>): number {
  if (!instance) return -1
  const number = known.get(instance.id) ?? known.size
  known.set(instance.id, number)
  return number
}

/** The run as a result with figures, computed anew; its samples carry what was kept of them. */
export function expandRun({ kinds, rows, finishedAt, ...facts }: BaselineRun): Result {
  const samples = rows.flatMap(([round, index, waitMs, instance], row): Sample[] => {
    const kind = kinds[index]
    if (!kind) return []
    const invocation = kind.observed === 'cold' ? 1 : 2
    return [
      {
        ...kind,
        id: `${round}.${kind.target}.${row}`,
        round,
        startedAt: facts.startedAt,
        connection: facts.config.connection === 'kept' ? 'kept' : 'fresh',
        phases: waitMs < 0 ? {} : { waitMs },
        ...(instance < 0 ? {} : { instance: { id: `instance ${instance}`, invocation } }),
      },
    ]
  })
  const header: RunHeader = { type: 'header', schemaVersion: 1, ...facts }
  const footer = finishedAt && { type: 'footer' as const, finishedAt, samples: samples.length }
  return computeResult({ header, samples, notes: [], ...(footer && { footer }) })
}
