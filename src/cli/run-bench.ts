import { type BenchEvent, type BenchOutcome, bench, type OnBenchEvent } from '../bench/bench.ts'
import { budgetsBeyond } from '../bench/budgets.ts'
import { planBench } from '../bench/dry-run.ts'
import { refuseForeignFlags } from '../bench/refuse-without-effect.ts'
import { type BenchContext, withConnections, withWayOut } from '../bench/session.ts'
import { SERVICE, sortSources } from '../bench/sources.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { isColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { plainValue } from '../core/plain-text.ts'
import { describePlan } from '../plan/describe-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { outdatedSentences } from '../providers/dated.ts'
import { loadProvider } from '../providers/index.ts'
import { agreeToDeploy, describeTakeDown } from './agreement.ts'
import type { BenchWords } from './bench-request.ts'
import { conclude } from './conclude.ts'
import { functionLines } from './function-lines.ts'
import type { Io } from './io.ts'
import { type ProgressMode, startProgress } from './progress/progress.ts'
import { flagsOfFile } from './provider-flags.ts'
import { withInterrupt } from './run-context.ts'

/** Everything `coldstart bench` does once its words are read. */
export async function runBench(asked: BenchWords, io: Io): Promise<ExitCode> {
  const { keepalive: _, ...config } = asked.config
  const words = { ...asked, config }
  for (const warning of budgetsBeyond(config)) io.stderr.write(`warning: ${warning}\n`)
  if (words.dryRun) {
    const place = config.deploy || (words.yes && config.providers.length > 0) ? 'clouds' : 'engine'
    await refuseFlags(words, place, io)
    return withInterrupt(io, async (context) => {
      const onUnchecked = (provider: string, reason: string) =>
        io.stderr.write(`Not checked with ${provider}: ${reason}\n`)
      const plan = await planBench({ ...config, deploy: place === 'clouds' }, { ...context, onUnchecked })
      io.stdout.write(describePlan(plan, await remarksOn(plan, config, io)))
      return exitCodes.done
    })
  }
  return measure(words, io)
}

/** What a reader must know of what a plan was made with. */
async function remarksOn({ estimate, packages }: Plan, { against }: BenchConfig, io: Io): Promise<string[]> {
  const clouds = estimate.providers.filter(({ platform }) => platform === 'cloud')
  const limits = await Promise.all(clouds.map(async ({ provider }) => (await loadProvider(provider)).limits))
  const outdated = limits.flatMap((one) => outdatedSentences(one, io.clock.wallMs()))
  return against === undefined || !packages
    ? outdated
    : [
        ...outdated,
        `${against} is not checked out for a dry run: its package is shown as the working tree's.`,
      ]
}

/** Measures where the words say, or where the user agrees to, and prints what was found. */
export function measure(words: BenchWords, io: Io): Promise<ExitCode> {
  return withInterrupt(io, async (given) => {
    const context = withWayOut(given, words.config)
    const place = await choosePlace(words, context, io)
    const outcome = await benchAt(place === 'engine' ? 'engine' : 'clouds', words, context, io).catch(
      async (error: unknown) => {
        if (!isColdstartError(error) || error.code !== 'declined') throw error
        if (place !== 'ask') return undefined
        io.stderr.write('On the local engine instead.\n')
        return benchAt('engine', words, context, io)
      },
    )
    if (!outcome) return exitCodes.failed
    const { presentation, typed = [] } = words
    return conclude(outcome, { presentation, command: 'bench', typed }, io)
  })
}

/** A flag of a platform that this run does without would be ignored. */
async function refuseFlags(
  { config, platformFlags }: BenchWords,
  place: 'engine' | 'clouds',
  io: Io,
): Promise<void> {
  const given = [...platformFlags, ...flagsOfFile(config.options, platformFlags)]
  if (given.length === 0) return
  const sources = await sortSources(config, place === 'clouds' ? 'cloud' : 'local', io)
  refuseForeignFlags(given, config, sources)
}

async function benchAt(
  place: 'engine' | 'clouds',
  words: BenchWords,
  context: BenchContext,
  io: Io,
): Promise<BenchOutcome> {
  await refuseFlags(words, place, io)
  const { config, progress, yes } = words
  const agree = agreeOnTerminal(yes, io)
  return watch(progress, io, (onEvent) =>
    bench({ ...config, deploy: place === 'clouds' }, { ...context, agree, samples: false }, onEvent),
  )
}

/** Shows what would be made and asks, unless `--yes` was given. */
export function agreeOnTerminal(yes: boolean, io: Io): NonNullable<BenchContext['agree']> {
  return (plans) => agreeToDeploy({ plans, yes, forRun: true }, io)
}

/** Shows on stderr what happens during the work. */
export async function watch<Done>(
  mode: ProgressMode,
  io: Io,
  work: (onEvent: OnBenchEvent) => Promise<Done>,
): Promise<Done> {
  const progress = startProgress(io.stderr, io.clock, mode)
  const onEvent = (event: BenchEvent) => {
    if (event.type === 'functions') {
      if (mode !== 'quiet') io.stderr.write(functionLines(event))
      return
    }
    if (event.type === 'run-finished') io.narrowHeap?.()
    if (event.type !== 'kept' && event.type !== 'destroyed' && event.type !== 'not-destroyed') {
      // A copy of each sample, of which nothing is shown, would be a good part of what it costs.
      if (mode !== 'quiet') progress.onEvent(plainValue(event))
      return
    }
    progress.end()
    io.stderr.write(describeTakeDown(event))
  }
  try {
    return await work(onEvent)
  } finally {
    progress.end()
  }
}

/**
 * Local engine or clouds. `--deploy` and `--yes` mean the clouds, `--local` the engine. Where providers are
 * named and nothing else is said, a terminal whose credentials serve for all of them is asked (by the
 * confirmation that follows); everywhere else it is the engine, and stderr says how to have the clouds.
 */
async function choosePlace(
  { config, local, yes }: BenchWords,
  context: BenchContext,
  io: Io,
): Promise<'engine' | 'clouds' | 'ask'> {
  const named = config.providers.filter((name) => name !== 'local' && name !== SERVICE)
  if (local) return 'engine'
  if (config.deploy) return 'clouds'
  if (named.length === 0) return 'engine'
  if (yes) return 'clouds'
  if (io.stderr.isTTY && (await allReady(named, context))) return 'ask'
  io.stderr.write(`Running on the local engine. Add --deploy to measure ${named.join(', ')} in the cloud.\n`)
  return 'engine'
}

function allReady(ids: readonly string[], context: BenchContext): Promise<boolean> {
  return withConnections(context, async (connections) => {
    const states = ids.map(async (id) => (await (await connections.to(id)).connection.check()).ready)
    return (await Promise.all(states).catch(() => [false])).every(Boolean)
  })
}
