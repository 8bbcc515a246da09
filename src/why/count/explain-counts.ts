import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchContext } from '../../bench/session.ts'
import { isoNow } from '../../core/clock.ts'
import { ColdstartError, isColdstartError, messageOf } from '../../core/errors.ts'
import type { LoadReport } from '../../core/load-report.ts'
import { systemClock } from '../../core/system-clock.ts'
import { readVersion } from '../../core/version.ts'
import type { CountedStart, CountReport } from '../../core/why-report.ts'
import { openSource } from '../../workload/workload-source.ts'
import type { WhyRequest } from '../explain.ts'
import { type Explained, readOne, subjectOf } from '../read-one.ts'
import { chooseWhatIfs, refuseOtherLanguage } from '../what-ifs/choose.ts'
import { copyPackage, openCopiesFolder } from '../what-ifs/copy-package.ts'
import { WhatIfImpossible, type WhatIfKind, type WhatIfSubject } from '../what-ifs/what-if.ts'
import { countStart } from './count-start.ts'
import { whyNoInstructions } from './counter.ts'
import { type CountBudget, judgeCounts } from './judge-counts.ts'

/** What is counted. */
export interface CountRequest extends Pick<WhyRequest, 'config'> {
  /** Starts that are counted of each. */
  readonly repeat: number
  /** Changes that are counted too, by name. */
  readonly whatIfs: readonly string[]
  readonly budgets: readonly CountBudget[]
  /** Counts that budgets speak of. */
  readonly baseline?: CountedStart
}

/** Of a function whose load was not looked at. */
const NO_LOAD: LoadReport = {
  modules: [],
  rows: [],
  duplicates: [],
  loadMs: 0,
  loaderMs: 0,
  traced: { runs: 0, esModules: 'all' },
}

/**
 * Counts what a cold start of a function does, and of changed copies of its package.
 * @throws ColdstartError `cannot-count`, `cannot-judge-count`, `no-baseline`, and those of `explain` for a function that is not one
 */
export async function explainCounts(
  { config: asked, repeat, whatIfs, budgets, baseline }: CountRequest,
  context: BenchContext,
): Promise<CountReport> {
  const startedAt = isoNow(context.clock ?? systemClock)
  refuseWhatCannotBeJudged(budgets)
  const explained = await readOne(asked, context)
  const { workload, variables } = explained
  refuseOtherLanguage(whatIfs, workload.language)
  const counting = { cwd: context.cwd, nodeVersion: context.nodeVersion, repeat, signal: context.signal }
  const count = (one: typeof workload) => countStart({ ...one, variables }, counting)
  const counted = await count(workload)
  const verdicts = judgeCounts(budgets, counted, baseline)
  const { nodeVersion, env } = context
  const subject = await subjectOf(explained, NO_LOAD, { nodeVersion, nodes: [], searchPath: env.PATH ?? '' })
  const folder = await openCopiesFolder(subject.root)
  const changes: CountReport['changes'][number][] = []
  try {
    for (const kind of whatIfs.length === 0 ? [] : chooseWhatIfs(subject, whatIfs)) {
      context.signal?.throwIfAborted()
      changes.push(await countChange(kind, { subject, explained, folder }, count))
    }
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
  return {
    schemaVersion: 1,
    kind: 'count',
    tool: { name: 'coldstart', version: await readVersion() },
    startedAt,
    function: { name: asked.functions[0]?.entry ?? workload.entry, contract: workload.contract },
    counted,
    changes,
    budgets: verdicts,
  }
}

/** @throws ColdstartError `cannot-judge-count` for a budget of instructions where they cannot be counted */
function refuseWhatCannotBeJudged(budgets: readonly CountBudget[]): void {
  const budget = budgets.find(({ count }) => count === 'instructions')
  const reason = budget && whyNoInstructions()
  if (reason) throw new ColdstartError('cannot-judge-count', { budget: budget.text, reason })
}

async function countChange(
  kind: WhatIfKind,
  { subject, explained, folder }: { subject: WhatIfSubject; explained: Explained; folder: string },
  count: (workload: Explained['workload']) => Promise<CountedStart>,
): Promise<CountReport['changes'][number]> {
  const { name, title } = kind
  const place = join(folder, name.replace(/[^\w.-]+/g, '-'))
  const copy = async () => {
    await copyPackage(explained.workload, place)
    return place
  }
  try {
    if (name.startsWith('node')) return { name, title, notPossible: 'counts hold within one build of Node' }
    const { entry } = await kind.make(subject, copy)
    const { contract } = explained.workload
    return { name, title, counted: await count(await openSource({ file: entry }, { contract })) }
  } catch (error) {
    if (error instanceof WhatIfImpossible || isColdstartError(error))
      return { name, title, notPossible: messageOf(error) }
    throw error
  }
}
