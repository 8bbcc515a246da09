import { resolve } from 'node:path'
import { flagOf } from '../config/flag-of.ts'
import { ColdstartError } from '../core/errors.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import { plainValue } from '../core/plain-text.ts'
import type { CountedStart, CountReport } from '../core/why-report.ts'
import { countText } from '../reporters/why/count-text.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { explainCounts } from '../why/count/explain-counts.ts'
import { parseCountBudget } from '../why/count/judge-counts.ts'
import { checkWhatIfs } from '../why/what-ifs/choose.ts'
import type { OptionValues } from './command.ts'
import type { Io } from './io.ts'
import { checkFiles, choosePresentation } from './presentation.ts'
import { readOwnReport } from './read-own-report.ts'
import { withInterrupt } from './run-context.ts'
import { readWhyWords } from './why-words.ts'
import { type PiecesIn, writeShown } from './write-shown.ts'

/** Counts repeat to a fraction of a percent: three tell the spread. */
const REPEAT = 3
const MOST = 1000

/** What `bench` takes and counted mode has a place for. */
const COUNTED = [
  ...[
    'count',
    'provider',
    'export',
    'root',
    'local',
    'cold',
    'budget',
    'baseline',
    'allowInconclusive',
    'format',
    'output',
    'force',
  ],
  ...['event', 'path', 'method', 'header', 'body', 'expectStatus', 'expectType', 'env', 'envFile'],
  ...['functionTimeout', 'config', 'quiet', 'verbose', 'label'],
]

/**
 * `bench --count`: one function of the user's own, on the local engine.
 * @throws ColdstartError `bad-arguments` for none or several functions, `without-effect` for what is about time
 */
export async function benchCount(
  functions: readonly string[] | undefined,
  options: OptionValues,
  io: Io,
): Promise<ExitCode> {
  const [entry, another] = functions ?? []
  if (entry === undefined || another !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--count takes one function.',
      command: 'bench',
      suggestion: 'coldstart bench ./handler.mjs --count',
    })
  const given = Object.keys(options).filter((key) => options[key] !== undefined && options[key] !== true)
  const flags = Object.keys(options).filter((key) => options[key] === true && key !== 'wrapper')
  const stranger = [...given, ...flags].find((key) => !COUNTED.includes(key))
  if (stranger !== undefined) {
    throw new ColdstartError('without-effect', {
      option: flagOf(stranger),
      why: 'With --count nothing is timed or deployed',
    })
  }
  const { format, ...rest } = options
  return runCount(entry, { ...rest, format }, io)
}

/** Counted mode: what a cold start does, in place of how long it takes. */
export async function runCount(entry: string, given: OptionValues, io: Io): Promise<ExitCode> {
  const { format, output, force, whatIf, budget = [], baseline } = given
  refuseWhatCannotBe(given)
  const about = { force: force === true, samples: false, shown: 'count', command: 'why --count' } as const
  const presentation = choosePresentation(format === 'text' ? 'table' : format, output ?? [], about)
  await checkFiles(presentation, io)
  const whatIfs: readonly string[] = Array.isArray(whatIf) ? whatIf : []
  checkWhatIfs(whatIfs)
  const budgets = (budget as string[]).map(parseCountBudget)
  const known = baseline === undefined ? undefined : await readCounts(resolve(io.cwd, String(baseline)))
  const starts = { cold: REPEAT, mostCold: MOST }
  const { config } = await readWhyWords(wordsOfBench(given), io, { entry, isCount: true, ...starts })
  return withInterrupt(io, async (context) => {
    const asked = { config, repeat: config.cold, whatIfs, budgets, ...(known && { baseline: known }) }
    const report = await explainCounts(asked, context)
    await writeShown(presentation, piecesOf(report), io)
    return exitCodeOfBudgets(report.budgets, config.allowInconclusive)
  })
}

/** Options that counted mode reads itself, or refuses. */
const OWN_WORDS = [
  ...['all', 'force', 'whatIf', 'budget', 'forbid', 'count'],
  ...['baseline', 'compare', 'against', 'setup', 'node'],
]

/** What is left for `bench` to read. */
function wordsOfBench(given: OptionValues): OptionValues {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !OWN_WORDS.includes(key)))
}

function piecesOf(report: CountReport): PiecesIn {
  return async function* (format, { columns }) {
    yield format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : countText(plainValue(report), columns)
  }
}

/** No module is looked at, and one build of the function is counted. @throws ColdstartError `without-effect` */
function refuseWhatCannotBe({ format, forbid, compare, against, setup, node }: OptionValues): void {
  const isOther = format !== undefined && !['table', 'text', 'json'].includes(format)
  const without: Readonly<Record<string, unknown>> = {
    ...(isOther && { [`--format ${format}`]: format }),
    '--forbid': forbid,
    '--compare': compare,
    '--against': against,
    '--setup': setup,
    '--node': node,
  }
  const why = 'Counts are of the whole start, not of its modules'
  const [option] = Object.keys(without).filter((name) => without[name] !== undefined)
  if (option !== undefined) throw new ColdstartError('without-effect', { option, why, command: 'why' })
}

/** The counts in a report that `--count --format json` wrote. @throws ColdstartError `bad-arguments` */
function readCounts(path: string): Promise<CountedStart> {
  return readOwnReport(path, {
    take: ({ kind, counted }: Partial<CountReport>) => (kind === 'count' ? counted : undefined),
    reason: 'holds no counts',
    suggestion: 'coldstart why ./handler.mjs --count --format json >counts.json',
  })
}
