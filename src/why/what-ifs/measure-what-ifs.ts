import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OnBenchEvent } from '../../bench/bench.ts'
import type { BenchContext } from '../../bench/session.ts'
import type { BenchConfig } from '../../config/bench-config.ts'
import type { FunctionSettings } from '../../config/function-settings.ts'
import { silentLogger } from '../../core/logger.ts'
import type { Result } from '../../core/result.ts'
import type { WhatIf } from '../../core/why-report.ts'
import type { Pair } from '../../stats/paired-comparison.ts'
import { signedRank } from '../../stats/signed-rank.ts'
import { sortSamples } from '../../stats/sorted-samples.ts'
import type { Workload } from '../../workload/workload.ts'
import { type Answer, askOnce, differenceBetween } from '../ask-once.ts'
import { measureSides, pairsOf } from '../measure-sides.ts'
import { copyPackage, openCopiesFolder } from './copy-package.ts'
import { judgeChanges } from './judge-changes.ts'
import { type Proof, type Variant, WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from './what-if.ts'

/** What is measured, and how. */
export interface WhatIfsToMeasure {
  readonly kinds: readonly WhatIfKind[]
  readonly subject: WhatIfSubject
  readonly workload: Workload
  readonly config: BenchConfig
  readonly rounds: number
  /** What the function as it is answered before. */
  readonly answer: Answer
}

/** Changes with their figures, or why there is none. */
export interface MeasuredWhatIfs {
  readonly whatIfs: readonly WhatIf[]
  /** The run in which the changes and the function as it is were interleaved; left out where no change was possible. */
  readonly result?: Result
}

/** A change on its copy, or why there is none. */
interface Prepared {
  readonly kind: WhatIfKind
  readonly side?: FunctionSettings
  readonly variant?: Variant
  readonly broken?: string
  readonly notPossible?: string
}

/** Name of the side that is the function as it is. */
export const AS_IS = 'as-is'

/** Of what a load was shorter by, the least that a handler which needs it takes longer: it may need a part of it. */
const LEAST_PAID = 0.1

/**
 * Makes each change on a copy of the package, asks whether the copy still answers as the function does, and measures
 * those that do beside the function as it is, in the same rounds.
 */
export async function measureWhatIfs(
  { kinds, subject, workload, config, rounds, answer }: WhatIfsToMeasure,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<MeasuredWhatIfs> {
  const folder = await openCopiesFolder(subject.root)
  try {
    const asIs = [answer, await askOnce(subject.own, config, context)] as const
    const prepared: Prepared[] = []
    for (const kind of kinds) {
      context.signal?.throwIfAborted()
      prepared.push(await prepare(kind, asIs, { subject, workload, config, folder }, context))
    }
    const sides = prepared.flatMap(({ side }) => (side ? [side] : []))
    if (sides.length === 0) return { whatIfs: prepared.map((one) => describe(one)) }
    const all = [{ ...subject.own, name: AS_IS }, ...sides]
    const nodes = new Map(
      prepared.flatMap(({ side, variant }) =>
        side?.name && variant?.node ? [[side.name, variant.node]] : [],
      ),
    )
    const label = 'why: what would help'
    const asked = { config, sides: all, rounds, isCalledTwice: false, label, nodes }
    const { result } = await measureSides(asked, context, onEvent)
    const names = sides.map(({ name = '' }) => name)
    const judged = judgeChanges(result, AS_IS, names)
    const whatIfs = prepared.map((one) => {
      const found = one.side?.name === undefined ? undefined : judged.get(one.side.name)
      return { ...describe(one), ...(found && { change: found }), notes: notesOf(one, result) }
    })
    return { whatIfs, result }
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

async function prepare(
  kind: WhatIfKind,
  asIs: readonly [Answer, Answer],
  {
    subject,
    workload,
    config,
    folder,
  }: Pick<WhatIfsToMeasure, 'subject' | 'workload' | 'config'> & { readonly folder: string },
  context: BenchContext,
): Promise<Prepared> {
  const name = kind.name.replace(/[^\w.-]+/g, '-')
  const copy = async () => {
    await copyPackage(workload, join(folder, name))
    return join(folder, name)
  }
  try {
    const variant = await kind.make(subject, copy)
    const { root: _, ...own } = subject.own
    const side = { ...own, name, entry: variant.entry, env: { ...own.env, ...variant.env } }
    const { node } = variant
    const broken = differenceBetween(asIs, await askOnce(side, config, context, { node }))
    if (broken !== undefined) return { kind, variant, broken }
    const note = variant.proof && (await prove(variant.proof, side, config, context))
    return { kind, side, variant: note ? { ...variant, notes: [...(variant.notes ?? []), note] } : variant }
  } catch (error) {
    if (error instanceof WhatIfImpossible) return { kind, notPossible: error.message }
    const { code } = error as { code?: string }
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      return { kind, notPossible: `no copy can be made in ${subject.root} (${code})` }
    throw error
  }
}

/** @returns what a start says of the change @throws WhatIfImpossible where it is not at work */
async function prove(
  { env, read }: Proof,
  side: FunctionSettings,
  config: BenchConfig,
  context: BenchContext,
): Promise<string> {
  const output: string[] = []
  const debug = (line: string) => {
    output.push(line)
  }
  const logger = { ...silentLogger, showsDebug: true, debug }
  await askOnce({ ...side, env: { ...side.env, ...env } }, config, { ...context, logger })
  return read(output.join('\n'))
}

function describe({ kind, variant, broken, notPossible }: Prepared): WhatIf {
  return {
    name: kind.name,
    title: kind.title,
    how: variant?.how ?? '',
    notes: variant?.notes ?? [],
    ...(broken !== undefined && { broken }),
    ...(notPossible !== undefined && { notPossible }),
  }
}

/** A load that is put off is paid by somebody: by this request, or by a later one. */
function notesOf({ kind, side, variant }: Prepared, result: Result): readonly string[] {
  const notes = variant?.notes ?? []
  if (side?.name === undefined || !kind.name.startsWith('lazy:')) return notes
  return [...notes, lazyNote(result, side.name)]
}

function lazyNote(result: Result, side: string): string {
  const load = shiftOf(pairsOf(result, AS_IS, side, ({ instance }) => instance?.loadMs))
  const handler = shiftOf(pairsOf(result, side, AS_IS, ({ instance }) => instance?.handlerMs))
  if (!(load.atLeastMs > 0))
    return 'It is not shown that loading is put off: your code may use the package while it is loaded itself.'
  // Whoever needs it pays about what was put off; a difference far below that is one of busy and quiet moments.
  if (handler.atLeastMs > 0 && handler.ms >= load.ms * LEAST_PAID)
    return `This request needs it: its handler takes ${wholeMs(handler.ms)} ms longer, which is in the figure.`
  return `An upper bound: this request does not need it. The first call that does need it pays the ${wholeMs(load.ms)} ms that the load is shorter.`
}

/** By how much `a` is longer than `b`, and at least so with 97.5 % confidence; nothing where there are too few. */
function shiftOf(pairs: readonly Pair[]): { readonly ms: number; readonly atLeastMs: number } {
  if (pairs.length === 0) return { ms: 0, atLeastMs: 0 }
  const { estimate, lower = 0 } = signedRank(sortSamples(pairs.map(({ a, b }) => a - b)))
  return { ms: estimate, atLeastMs: lower }
}

function wholeMs(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0)
}
