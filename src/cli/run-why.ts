import { join, relative, resolve } from 'node:path'
import { MOST_INVOCATIONS } from '../config/value-kinds.ts'
import { ColdstartError, isColdstartError } from '../core/errors.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import type { WhyReport } from '../core/why-report.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import { compareLoads } from '../why/compare-loads.ts'
import { explain } from '../why/explain.ts'
import { parseLoadBudget } from '../why/load-budget.ts'
import { checkWhatIfs } from '../why/what-ifs/choose.ts'
import type { OptionValues } from './command.ts'
import { WHY_ENDING } from './formats.ts'
import type { Io } from './io.ts'
import { checkFiles, choosePresentation } from './presentation.ts'
import { watch } from './run-bench.ts'
import { withInterrupt } from './run-context.ts'
import { runCount } from './run-count.ts'
import { readWhyReport, whyPieces } from './why-report.ts'
import { readWhyWords } from './why-words.ts'
import { printShown, writeShownFiles } from './write-shown.ts'

/** Cold starts of each side unless another number is given: what the p95 of the rest of the tool needs too. */
const ROUNDS = 20

/** Everything `coldstart why` does once its words are parsed. */
export async function runWhy(entry: string, given: OptionValues, io: Io): Promise<ExitCode> {
  if (given.count) return runCount(entry, given, io)
  const { all, format, output, force, whatIf, budget = [], forbid = [], node = [], compare, ...rest } = given
  const about = { force: force === true, samples: false, shown: 'why', command: 'why' } as const
  const presentation = choosePresentation(format === 'text' ? 'table' : format, output ?? [], about)
  await checkFiles(presentation, io)
  const whatIfs = whatIf === undefined && rest.against !== undefined ? [] : readWhatIfs(whatIf)
  refuseWithoutEffect(given, whatIfs)
  const budgets = (budget as string[]).map(parseLoadBudget)
  const earlier = compare === undefined ? undefined : await readWhyReport(resolve(io.cwd, String(compare)))
  const starts = { cold: ROUNDS, mostCold: MOST_INVOCATIONS }
  const { config, progress } = await readWhyWords(rest, io, { entry, isCount: false, ...starts })
  return withInterrupt(io, async (context) => {
    const request = { config, rounds: config.cold, whatIfs, budgets, forbidden: forbid, nodes: node }
    const found = await watch(progress, io, (onEvent) => explain(request, context, onEvent)).catch(
      (error) => {
        throw endedBy(context.signal, error)
      },
    )
    const report = earlier ? comparedWith(found, earlier) : found
    const pieces = whyPieces(report, all === true)
    await printShown(presentation, pieces, io)
    await saveReport(report, io)
    await writeShownFiles(presentation, pieces, io)
    return exitCodeOfBudgets(report.budgets, config.allowInconclusive)
  })
}

/** An interrupt that comes before anything was measured is no failure of the function's. */
function endedBy(signal: AbortSignal | undefined, error: unknown): unknown {
  const isNothing = isColdstartError(error) && error.code === 'nothing-to-explain'
  return isNothing && signal?.aborted ? signal.reason : error
}

/** @throws ColdstartError `without-effect`, `bad-arguments` for options that contradict each other */
function refuseWithoutEffect(
  { baseline, compare, against, node }: OptionValues,
  whatIfs: readonly string[] | 'all',
): void {
  const refuse = (option: string, why: string) =>
    new ColdstartError('without-effect', { option, why, command: 'why' })
  if (baseline !== undefined) throw refuse('--baseline', 'It is for --count')
  if (compare !== undefined && against !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--compare and --against both say what to compare with.',
      command: 'why',
      suggestion: '--compare alone, or --against alone',
    })
  if (node !== undefined && whatIfs !== 'all' && !whatIfs.some((name) => name.startsWith('node')))
    throw refuse('--node', 'No change to another Node is measured')
}

/** A report with the differences to an earlier one. */
function comparedWith(report: WhyReport, earlier: WhyReport): WhyReport {
  const { startedAt, load, function: explained } = earlier
  const changes = compareLoads(load, report.load)
  const { bodies } = load.traced
  const earlierLoad = { loadMs: load.loadMs, changes, ...(bodies && { bodies }) }
  return { ...report, comparedWith: { startedAt, function: explained, ...earlierLoad } }
}

/** `--what-if a,b`, `--no-what-if` (false), or neither. @throws ColdstartError `bad-arguments` */
function readWhatIfs(given: readonly string[] | boolean | undefined): readonly string[] | 'all' {
  if (given === false) return []
  if (given === undefined || given === true) return 'all'
  checkWhatIfs(given)
  return given
}

/** Beside the run that it was made of, so that it can be compared with later on. */
async function saveReport(report: WhyReport, io: Io): Promise<void> {
  const path = join(io.cwd, RESULTS_FOLDER, `${report.runs[0]}${WHY_ENDING}`)
  await writeFileAtomically(path, [`${JSON.stringify(report, null, 2)}\n`], { force: true })
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\n`)
}
