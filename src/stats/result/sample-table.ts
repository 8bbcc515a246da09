import type { InstanceReads, Sample } from '../../core/sample.ts'
import type { Breakdown, QueueMoments } from '../../core/wait-parts.ts'
import { indexColumn, numberColumn } from './column.ts'
import { hashId } from './hash-id.ts'
import { isOfKind, kindKeyOf, kindOf, type SampleKind } from './sample-kind.ts'

/** So many messages of errors are kept of one group. */
const MOST_CAUSES = 200

const PARTS = ['queueMs', 'platformMs', 'bootMs', 'loadMs', 'handlerMs', 'restMs'] as const

function isProven(observed: Sample['observed']): observed is 'cold' | 'warm' {
  return observed === 'cold' || observed === 'warm'
}

/** Adds a sample that is like others but for these numbers. */
export type AddAlike = (round: number, waitMs: number, instance: number) => void

/**
 * The samples of one target group as columns: 4.5 × 8 bytes a sample, and 8.5 × 8 more for one that was
 * meant to be cold or was. All summaries are computed from it, so a run of any size costs numbers, not objects.
 */
export class SampleTable {
  readonly kinds: SampleKind[] = []
  readonly wait = numberColumn()
  /** Of fresh connections. */
  readonly connect = numberColumn()
  readonly round = indexColumn()
  /** Hash of the instance's id. */
  readonly instance = numberColumn()
  /** Where the function ran, by the platform's word for each request. */
  readonly regions = new Set<string>()
  /** Of cold starts and warm invocations that a queue triggered; those right after a deployment are apart. */
  readonly queued = { first: [] as QueueMoments[], cold: [] as QueueMoments[], warm: [] as QueueMoments[] }
  /** What environments read before their first reply, by row: only where pages are dropped before cold starts. */
  readonly reads = new Map<number, InstanceReads>()
  readonly #kind = indexColumn()
  readonly #detail = indexColumn()
  readonly #cold = {
    total: numberColumn(),
    idle: numberColumn(),
    initAndHandler: numberColumn(),
    burst: numberColumn(),
  }
  readonly #parts = PARTS.map(() => numberColumn())
  readonly #note = indexColumn()
  readonly #notes: string[] = ['']
  readonly #kindIndex = new Map<string, number>()
  /** What rows of an inferred kind were measured as. */
  readonly #measuredKind = new Map<number, number>()
  readonly #causes = new Set<string>()
  /** The kind that was looked up last: most samples are followed by others of it. */
  #lastKind = -1

  get rows(): number {
    return this.wait.length
  }

  add(sample: Sample): void {
    if (sample.instance?.reads) this.reads.set(this.rows, sample.instance.reads)
    this.#kind.push(this.#kindOfSample(sample))
    this.wait.push(sample.phases.waitMs ?? Number.NaN)
    this.round.push(sample.round)
    this.connect.push(sample.connection === 'fresh' ? (sample.phases.connectMs ?? Number.NaN) : Number.NaN)
    this.instance.push(sample.instance ? hashId(sample.instance.id) : Number.NaN)
    if (sample.platform?.region) this.regions.add(sample.platform.region)
    if (sample.queue && !sample.error && isProven(sample.observed))
      this.queued[sample.observed === 'cold' && sample.coldBy === 'first' ? 'first' : sample.observed].push(
        sample.queue,
      )
    const isCold = sample.intended === 'cold' || sample.observed === 'cold'
    this.#detail.push(isCold ? this.#addDetail(sample, sample.round) : 0)
  }

  /**
   * For many samples that differ in nothing but three numbers: none of them needs to be an object.
   * @param like any of them; either all have a wait above 0 or none has
   * @returns adds the next: its round, wait in ms and the hash of its instance's id, NaN where there is none
   */
  adder(like: Sample): AddAlike {
    const kind = this.#kindOfSample(like)
    const isCold = like.intended === 'cold' || like.observed === 'cold'
    return (round, waitMs, instance) => {
      this.#kind.push(kind)
      this.wait.push(waitMs)
      this.round.push(round)
      this.connect.push(Number.NaN)
      this.instance.push(instance)
      this.#detail.push(isCold ? this.#addDetail(like, round) : 0)
    }
  }

  kindAt(row: number): SampleKind {
    return this.kinds[this.#kind.at(row)] as SampleKind
  }

  /** Where `kinds` has the row's. */
  kindIndexAt(row: number): number {
    return this.#kind.at(row)
  }

  /** As the sample itself said it, whatever was inferred since. */
  measuredKindAt(row: number): SampleKind {
    const index = this.#kind.at(row)
    return this.kinds[this.#measuredKind.get(index) ?? index] as SampleKind
  }

  /** Says what a row is by what all rows together tell; `forgetInferred` takes it back. */
  inferKind(row: number, kind: SampleKind): void {
    const measured = this.#kind.at(row)
    const inferred = this.#internKind(JSON.stringify(kind), kind)
    this.#measuredKind.set(inferred, measured)
    this.#kind.set(row, inferred)
  }

  /** Every row is again what its sample said: more rows may tell something else. */
  forgetInferred(): void {
    if (this.#measuredKind.size === 0) return
    for (let row = 0; row < this.rows; row++) {
      const measured = this.#measuredKind.get(this.#kind.at(row))
      if (measured !== undefined) this.#kind.set(row, measured)
    }
  }

  /** Rows of the kinds that `wanted` says yes to, in the order of the run. */
  rowsOf(wanted: (kind: SampleKind) => boolean): Uint32Array {
    const yes = this.kinds.map(wanted)
    let count = 0
    for (let row = 0; row < this.rows; row++) if (yes[this.#kind.at(row)]) count++
    const rows = new Uint32Array(count)
    for (let row = this.rows - 1; row >= 0; row--) if (yes[this.#kind.at(row)]) rows[--count] = row
    return rows
  }

  /**
   * Of a cold one, ms: from connecting to the last byte; real idle time before it; Lambda's init (or
   * restore) plus the first handler. NaN where it is not known. `burst`: a number that the replies of one burst share.
   */
  coldFact(row: number, fact: 'total' | 'idle' | 'initAndHandler' | 'burst'): number {
    const detail = this.#detail.at(row)
    return detail === 0 ? Number.NaN : this.#cold[fact].at(detail - 1)
  }

  breakdownAt(row: number): Breakdown | undefined {
    const detail = this.#detail.at(row) - 1
    if (detail < 0) return undefined
    const breakdown: Breakdown = {}
    for (const [index, part] of PARTS.entries()) {
      const value = this.#parts[index]?.at(detail) ?? Number.NaN
      if (!Number.isNaN(value)) breakdown[part] = value
    }
    const note = this.#notes[this.#note.at(detail)]
    if (note) breakdown.note = note
    return Object.keys(breakdown).length > 0 ? breakdown : undefined
  }

  #addDetail({ platform, breakdown, phases, idleMs, coldBy, target }: Sample, round: number): number {
    const init = platform?.initMs ?? platform?.restoreMs ?? Number.NaN
    this.#cold.total.push(phases.totalMs ?? Number.NaN)
    this.#cold.idle.push(idleMs ?? Number.NaN)
    this.#cold.initAndHandler.push(init + (platform?.durationMs ?? Number.NaN))
    this.#cold.burst.push(coldBy === undefined ? Number.NaN : hashId(`${round} ${target}`))
    for (const [index, part] of PARTS.entries()) this.#parts[index]?.push(breakdown?.[part] ?? Number.NaN)
    const note = breakdown?.note ?? ''
    const known = this.#notes.indexOf(note)
    this.#note.push(known >= 0 ? known : this.#notes.push(note) - 1)
    return this.#note.length
  }

  #kindOfSample(sample: Sample): number {
    const last = this.kinds[this.#lastKind]
    if (last && isOfKind(last, sample)) return this.#lastKind
    const key = kindKeyOf(sample)
    this.#lastKind = this.#kindIndex.get(key) ?? this.#newKind(key, kindOf(sample))
    return this.#lastKind
  }

  /** Messages with ids in them could be as many as the failures. */
  #newKind(key: string, { cause, ...kind }: SampleKind): number {
    if (cause === undefined) return this.#internKind(key, kind)
    this.#causes.add(cause)
    if (this.#causes.size <= MOST_CAUSES) return this.#internKind(key, { ...kind, cause })
    return this.#internKind(JSON.stringify(kind), kind)
  }

  #internKind(key: string, kind: SampleKind): number {
    const known = this.#kindIndex.get(key)
    if (known !== undefined) return known
    this.#kindIndex.set(key, this.kinds.length)
    return this.kinds.push(kind) - 1
  }
}
