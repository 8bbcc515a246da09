import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'
import { collectAfter } from '../core/garbage.ts'
import type { Result } from '../core/result.ts'
import { roundMs } from '../core/round-ms.ts'
import { runHeader } from '../core/run-file.ts'
import { type Sample, sample } from '../core/sample.ts'
import { hashId } from '../stats/result/hash-id.ts'
import { instanceName, samplesOf } from '../stats/result/measured-waits.ts'
import { type BuiltResult, ResultBuilder } from '../stats/result/result-builder.ts'
import type { AddAlike } from '../stats/result/sample-table.ts'
import { type BaselineRow, BaselineRows, rowsOfLists } from './baseline-rows.ts'
import { runLines } from './read-run-file.ts'

/** What many samples of a run have in common. */
const sampleKind = sample
  .pick({ target: true, intended: true, coldBy: true, plannedIdleMs: true, observed: true, evidence: true })
  .extend({
    inferred: z.literal(true).exactOptional(),
    flags: z.array(z.string()).exactOptional(),
    error: sample.shape.error,
  })

const rowsOfRun = z.custom<unknown>().transform((value, context) => {
  const found = value instanceof BaselineRows ? value : rowsOfLists(value)
  if (found) return found
  context.addIssue('rows are lists of four numbers')
  return z.NEVER
})

/**
 * A recorded run as a baseline keeps it: what a verdict needs, and no sample a third time.
 */
export const baselineRun = runHeader
  .pick({ tool: true, run: true, startedAt: true, seed: true, config: true, environment: true })
  .extend({
    targets: runHeader.shape.targets,
    ways: runHeader.shape.ways,
    finishedAt: z.iso.datetime().exactOptional(),
    kinds: z.array(sampleKind),
    rows: rowsOfRun,
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
  const rows = new BaselineRows()
  const add = (one: Sample) => {
    const kind = kindOf(one)
    const key = JSON.stringify(kind)
    const index = indexes.get(key) ?? kinds.push(kind) - 1
    indexes.set(key, index)
    const { waitMs = -1 } = one.phases
    rows.push(one.round, index, roundMs(waitMs), instanceOf(one, instances))
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

/**
 * The run as a result with figures and waits, computed anew from its rows; it carries no samples.
 * @param run its rows are gone afterwards: a million of them take more than all that is made of them
 */
export function expandRun(run: BaselineRun): Result {
  return buildRun(run).result
}

/** The same with the groups that the result was computed from. */
export function buildRun(run: BaselineRun): BuiltResult {
  const { kinds: _, rows, finishedAt, ...facts } = run
  const builder = new ResultBuilder({ type: 'header', schemaVersion: 1, ...facts })
  const samples = rows.length
  moveRows(run, builder)
  if (finishedAt) builder.addFooter({ type: 'footer', finishedAt, samples })
  collectAfter(samples)
  return builder.build()
}

function moveRows({ kinds, rows, startedAt, config }: BaselineRun, builder: ResultBuilder): void {
  const common = { startedAt, connection: config.connection === 'kept' ? 'kept' : 'fresh' } as const
  const adders = new Map<number, AddAlike>()
  for (let place = 0; place < rows.length; place++) {
    const row = rows.at(place)
    const [round, index, waitMs, instance] = row
    const kind = kinds[index]
    if (!kind) continue
    const key = 4 * index + (waitMs > 0 ? 1 : 0) + (instance < 0 ? 2 : 0)
    const add = adders.get(key) ?? builder.adder(expandRow(row, kind, common))
    adders.set(key, add)
    add(round, waitMs < 0 ? Number.NaN : waitMs, instance < 0 ? Number.NaN : hashId(instanceName(instance)))
  }
  rows.clear()
}

/** Stands for all rows of its kind. */
function expandRow(
  [round, , waitMs, instance]: BaselineRow,
  kind: BaselineRun['kinds'][number],
  common: Pick<Sample, 'startedAt' | 'connection'>,
): Sample {
  const invocation = kind.observed === 'cold' ? 1 : 2
  return {
    ...kind,
    ...common,
    id: `${round}.${kind.target}`,
    round,
    phases: waitMs < 0 ? {} : { waitMs },
    ...(instance < 0 ? {} : { instance: { id: instanceName(instance), invocation } }),
  }
}
