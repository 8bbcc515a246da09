import { resolve } from 'node:path'
import { withAgainst } from '../bench/against.ts'
import { isContract, orderFunctions } from '../bench/function-orders.ts'
import { askedOf, readVariables } from '../bench/read-request.ts'
import type { BenchContext } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { ColdstartError } from '../core/errors.ts'
import type { LoadReport } from '../core/load-report.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { languageOf } from '../workload/language.ts'
import { readFunction } from '../workload/read-function.ts'
import type { Workload } from '../workload/workload.ts'
import { openSource } from '../workload/workload-source.ts'
import type { WhatIfSubject } from './what-ifs/what-if.ts'

/** The one function of a request, under its one contract. */
export interface Explained {
  /** With an absolute entry. */
  readonly own: FunctionSettings
  readonly config: BenchConfig
  readonly workload: Workload
  readonly variables: Readonly<Record<string, string>>
}

/** The function as it is, and as it was. */
export interface ExplainedSides {
  readonly after: Explained
  /** As of the revision that `against` names; left out without one. */
  readonly before?: { readonly explained: Explained; readonly revision: string; readonly commit: string }
}

/**
 * Reads the function of a request, and where `against` names a revision, the function as of that one, under the same
 * contract.
 * @throws ColdstartError those of `readOne` and `withAgainst`
 */
export async function readSides(asked: BenchConfig, context: BenchContext): Promise<ExplainedSides> {
  const { against, setup: _, ...config } = asked
  if (against === undefined) return { after: await readOne(asked, context, true) }
  // Refuses none or several before anything is checked out.
  await readOne(config, context, true)
  const [then, now] = (await withAgainst(asked, context)).functions
  if (!then || !now) throw new Error('--against makes two functions of one.')
  const after = await readOne({ ...config, functions: [now] }, context, true)
  const providers = [after.workload.contract]
  const { commit = '', ...old } = then
  const explained = await readOne({ ...config, functions: [old], providers }, context, true)
  return { after, before: { explained, revision: against, commit } }
}

/**
 * Reads the function of a request.
 * @param takesPython whether a Python file will do too
 * @throws ColdstartError `bad-arguments` for none or several functions or contracts, and for a Worker; `no-function`,
 * `not-javascript`
 */
export async function readOne(
  asked: BenchConfig,
  context: BenchContext,
  takesPython = false,
): Promise<Explained> {
  const [named, another] = asked.functions
  const refuse = (reason: string, suggestion: string) =>
    new ColdstartError('bad-arguments', { reason, command: 'why', suggestion })
  if (!named) throw refuse('No function was named.', 'coldstart why ./handler.mjs')
  if (another) throw refuse('One function at a time is explained.', `coldstart why ${named.entry}`)
  const [order, other] = await orderFunctions(asked, asked.providers, context)
  if (!order || other)
    throw refuse('One contract at a time is explained.', `--provider ${order?.contract ?? 'lambda'}`)
  const { contract, source } = order
  if (!isContract(contract)) throw new Error(`The local engine has no contract ${contract}.`)
  if (contract === 'cloudflare')
    throw refuse(
      'A Worker is run by workerd, which says nothing about the modules that it loads, so there is nothing to explain.',
      `coldstart bench ${named.entry} --provider cloudflare`,
    )
  const own = { ...named, entry: resolve(context.cwd, named.entry) }
  const config = { ...asked, providers: [contract] }
  const variables = (await readVariables(askedOf(config, own), context)) ?? {}
  const isPython = takesPython && languageOf(own.entry) === 'python'
  const workload = await openSource(source, { contract, ...(!isPython && { onNode: true as const }) })
  return { own, config, workload, variables }
}

/** The function as changes are made to it. */
export async function subjectOf(
  { own, variables, workload, config }: Explained,
  load: LoadReport,
  { nodeVersion, nodes, searchPath }: Pick<WhatIfSubject, 'nodeVersion' | 'nodes' | 'searchPath'>,
): Promise<WhatIfSubject> {
  const { contract, root } = workload
  const { entry, source, generated } =
    workload.language === undefined
      ? await readFunction(own.entry, contract, root)
      : { entry: workload.entry, source: '', generated: [] }
  const memoryMb = config.memory?.[0] ?? functionDefaults.memoryMb
  const runtime = config.runtime?.[0]
  return {
    ...{ own, contract, root, entry, source, generated, load, variables },
    ...{ nodeVersion, nodes, searchPath, memoryMb },
    ...(runtime !== undefined && { runtime }),
  }
}
