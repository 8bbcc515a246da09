import { dirname, relative, resolve } from 'node:path'
import type { OnBenchEvent } from '../bench/bench.ts'
import { type FunctionOrder, isContract, orderFunctions } from '../bench/function-orders.ts'
import { askedOf, readVariables } from '../bench/read-request.ts'
import type { BenchContext } from '../bench/session.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { builtEntry } from '../core/built-entry.ts'
import { isoNow } from '../core/clock.ts'
import { ColdstartError } from '../core/errors.ts'
import type { LoadReport } from '../core/load-report.ts'
import type { Result } from '../core/result.ts'
import { systemClock } from '../core/system-clock.ts'
import { readVersion } from '../core/version.ts'
import type { WhyReport } from '../core/why-report.ts'
import { comparePaired } from '../stats/paired-comparison.ts'
import { readFunction } from '../workload/read-function.ts'
import type { Workload } from '../workload/workload.ts'
import { openSource } from '../workload/workload-source.ts'
import { attributeLoad } from './attribute-load.ts'
import { measureSides, pairsOf, startOf } from './measure-sides.ts'
import { openModuleFacts } from './module-facts.ts'
import { rescale } from './rescale.ts'
import { openTraceFolder, type TraceFolder } from './trace-folder.ts'
import { chooseWhatIfs } from './what-ifs/choose.ts'
import { AS_IS, type MeasuredWhatIfs, measureWhatIfs } from './what-ifs/measure-what-ifs.ts'

/** What is to be explained. */
export interface WhyRequest {
  /** With the one function, and what it is asked with. */
  readonly config: BenchConfig
  /** Rounds of what is measured without tracing. */
  readonly rounds: number
  /** Changes that are measured, by name; `all` that have something to change. */
  readonly whatIfs: readonly string[] | 'all'
}

/** So many loads are traced at most: their median does not move any more. */
const MOST_TRACED = 7

const TRACED = 'traced'

/**
 * Says where the load of a function goes: it is traced in the engine, interleaved with starts that are not.
 * @throws ColdstartError `bad-arguments` for none or several functions or contracts, `nothing-to-explain`, and those
 * of `bench`
 */
export async function explain(
  { config: asked, rounds, whatIfs }: WhyRequest,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<WhyReport> {
  const { clock = systemClock } = context
  const startedAt = isoNow(clock)
  const { own, order, workload } = await readOne(asked, context)
  const config = { ...asked, providers: [order.contract] }
  const variables = (await readVariables(askedOf(config, own), context)) ?? {}
  const folder = await openTraceFolder(variables.NODE_OPTIONS)
  try {
    const traced = { ...own, name: TRACED, env: { ...own.env, NODE_OPTIONS: folder.nodeOptions } }
    const outcome = await measureSides(
      {
        config,
        sides: [{ ...own, name: AS_IS }, traced],
        rounds: whatIfs.length === 0 ? rounds : Math.min(rounds, MOST_TRACED),
        isCalledTwice: true,
        label: `why: where the load of ${own.entry} goes`,
      },
      context,
      onEvent,
    )
    const { result } = outcome
    const load = await readLoad(result, { folder, workload, file: own.entry })
    const changes = await tryChanges(
      { config, rounds, whatIfs },
      { own, variables, load, workload },
      context,
      onEvent,
    )
    const coldStart = startOf(changes.result ?? result, AS_IS)
    return {
      schemaVersion: 1,
      kind: 'why',
      tool: { name: 'coldstart', version: await readVersion() },
      startedAt,
      environment: result.environment,
      function: { name: own.entry, contract: order.contract, ...runtimeOf(result) },
      coldStart,
      load: rescale(load, coldStart),
      whatIfs: changes.whatIfs,
      runs: [result, ...(changes.result ? [changes.result] : [])].map(({ run }) => run.id),
    }
  } finally {
    await folder.remove()
  }
}

interface Explained {
  readonly own: FunctionSettings
  readonly variables: Readonly<Record<string, string>>
  readonly load: LoadReport
  readonly workload: Workload
}

async function tryChanges(
  { config, rounds, whatIfs }: WhyRequest,
  { own, variables, load, workload }: Explained,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<MeasuredWhatIfs> {
  if (whatIfs.length === 0) return { whatIfs: [] }
  const { contract, root } = workload
  const { entry, source, generated } = await readFunction(own.entry, contract, root)
  const { nodeVersion } = context
  const subject = { own, contract, root, entry, source, generated, load, variables, nodeVersion }
  const kinds = chooseWhatIfs(subject, whatIfs === 'all' ? undefined : whatIfs)
  return measureWhatIfs({ kinds, subject, workload, config, rounds }, context, onEvent)
}

function runtimeOf({ targets }: Result): { runtime?: string } {
  const runBy = targets[0]?.facts?.parity?.runBy
  return runBy === undefined ? {} : { runtime: runBy }
}

/** The one function, under its one contract. */
async function readOne(
  config: BenchConfig,
  context: BenchContext,
): Promise<{ own: FunctionSettings; order: FunctionOrder; workload: Workload }> {
  const [own, another] = config.functions
  const refuse = (reason: string, suggestion: string) =>
    new ColdstartError('bad-arguments', { reason, command: 'why', suggestion })
  if (!own) throw refuse('No function was named.', 'coldstart why ./handler.mjs')
  if (another) throw refuse('One function at a time is explained.', `coldstart why ${own.entry}`)
  const orders = await orderFunctions(config, config.providers, context)
  const [order] = orders
  if (!order || orders.length > 1)
    throw refuse('One contract at a time is explained.', `--provider ${order?.contract ?? 'lambda'}`)
  if (!isContract(order.contract)) throw new Error(`The local engine has no contract ${order.contract}.`)
  const workload = await openSource(order.source, { contract: order.contract })
  return { own: { ...own, entry: resolve(context.cwd, own.entry) }, order, workload }
}

async function readLoad(
  result: Result,
  {
    folder,
    workload,
    file,
  }: { readonly folder: TraceFolder; readonly workload: Workload; readonly file: string },
): Promise<LoadReport> {
  const { root, generated = [] } = workload
  const traces = await folder.read()
  const loadMs = startOf(result, AS_IS).breakdown?.loadMs
  if (traces.length === 0 || loadMs === undefined) {
    const reason = result.samples.find(({ error }) => error)?.error?.message
    throw new ColdstartError('nothing-to-explain', { reason: reason ?? 'no start that was traced answered' })
  }
  const made = generated.find(({ path }) => generated.some((other) => other.path === `${path}.map`))?.path
  const load = await attributeLoad({
    traces,
    loadMs,
    root,
    runtime: dirname(builtEntry('engine/runtime/lambda-runtime.js')),
    facts: openModuleFacts(root, generated),
    ...(made && { written: { made: `./${made}`, from: `./${relative(root, file).replaceAll('\\', '/')}` } }),
  })
  const { ratio, ratioInterval } = comparePaired(
    pairsOf(result, TRACED, AS_IS, ({ instance }) => instance?.loadMs),
  )
  return {
    ...load,
    traced: {
      ...load.traced,
      ...(ratio !== undefined && { distortion: ratio }),
      ...(ratioInterval && { distortionInterval: ratioInterval }),
    },
  }
}
