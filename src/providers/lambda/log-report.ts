import type { PlatformReport } from '../../core/sample.ts'
import { asObject, findLogRecords, type LogRecord } from './log-records.ts'

/** What Lambda's log tail says about one invocation, beyond the numbers. */
export interface LambdaLogReport {
  readonly platform: PlatformReport
  /** `timeout`, `error`, `failure`; absent on success. */
  readonly status?: string
  readonly errorType?: string
}

/**
 * Reads the REPORT record in the tail of a Lambda log (the header `X-Amz-Log-Result`, base64, last 4 KB), in its
 * text form or, when the function logs JSON, as `platform.report`. Durations are milliseconds. Where a tail has
 * several, the last one counts: what a function prints comes before it.
 * @param requestId of the reply; a tail may also hold records of other invocations
 * @returns undefined when there is no such record
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function readLambdaLog(base64: string, requestId?: string): LambdaLogReport | undefined {
  const log = Buffer.from(base64, 'base64').toString('utf8')
  const records = findLogRecords(log)
  const reports = [...records.flatMap(readRecord), ...findReportLines(log)].sort((a, b) => a.at - b.at)
  const isOwn = ({ id }: FoundReport) => requestId === undefined || id === requestId
  const own = reports.findLast(isOwn)
  if (!own) return undefined
  const from = reports.findLast((one) => one.at < own.at && !isOwn(one))?.at ?? 0
  const start = records.findLast(({ type }) => type === 'platform.initStart')
  const platform = {
    ...own.report.platform,
    ...(start && initializationOf(start)),
    ...(initTimedOut(log, records, from, own.at) ? { initStatus: 'timeout' as const } : {}),
  }
  return { ...own.report, platform }
}

function initializationOf({ record }: LogRecord): Pick<PlatformReport, 'initialization'> {
  const initialization = textOf(record.initializationType)
  return initialization === undefined ? {} : { initialization }
}

/**
 * Whether the environment's init ran into its limit on the way to this invocation, which then repeated it: the
 * REPORT that follows names no init duration.
 */
function initTimedOut(log: string, records: readonly LogRecord[], from: number, to: number): boolean {
  const isInReach = ({ at }: LogRecord) => at >= from && at < to
  return (
    /^INIT_REPORT Init Duration: .*[\t ]Status: timeout\b/m.test(log.slice(from, to)) ||
    records.some(
      (one) => one.type === 'platform.initReport' && one.record.status === 'timeout' && isInReach(one),
    )
  )
}

interface FoundReport {
  readonly at: number
  readonly id: string
  readonly report: LambdaLogReport
}

/** Lines as Lambda writes them; where there are none, those behind a prefix that a tool for logs put there. */
function findReportLines(text: string): readonly FoundReport[] {
  const strict = [...text.matchAll(/^REPORT RequestId:[^\n]*/gm)]
  const found = strict.length > 0 ? strict : [...text.matchAll(/(?<![\w"])REPORT RequestId:[^\n]*/g)]
  return found.map(({ 0: line, index }) => {
    const id = /^REPORT RequestId:\s*(\S+)/.exec(line)?.[1] ?? ''
    return { at: index, id, report: readLine(line, id) }
  })
}

function readLine(line: string, requestId: string): LambdaLogReport {
  return describe(
    {
      initMs: textNumber(line, 'Init Duration', 'ms'),
      restoreMs: textNumber(line, 'Restore Duration', 'ms'),
      durationMs: textNumber(line, 'Duration', 'ms'),
      billedMs: textNumber(line, 'Billed Duration', 'ms'),
      memoryMb: textNumber(line, 'Memory Size', 'MB'),
      maxMemoryMb: textNumber(line, 'Max Memory Used', 'MB'),
      requestId,
    },
    /[\t ]Status: (\w+)/.exec(line)?.[1],
    /[\t ]Error Type: ([\w.]+)/.exec(line)?.[1],
  )
}

/** In any order and between any white space; `Duration` is none of the durations that have a word before them. */
function textNumber(line: string, name: string, unit: string): number | undefined {
  const found = new RegExp(`[\\t ](?<!(?:Billed|Init|Restore)[\\t ]+)${name}: ([\\d.]+) ${unit}`).exec(line)
  return found ? Number(found[1]) : undefined
}

function readRecord({ type, record, at }: LogRecord): readonly FoundReport[] {
  const metrics = asObject(record.metrics)
  if (type !== 'platform.report' || !metrics) return []
  const metric = (name: string) => (typeof metrics[name] === 'number' ? metrics[name] : undefined)
  const requestId = textOf(record.requestId)
  const status = textOf(record.status)
  const report = describe(
    {
      initMs: metric('initDurationMs'),
      restoreMs: metric('restoreDurationMs'),
      durationMs: metric('durationMs'),
      billedMs: metric('billedDurationMs'),
      memoryMb: metric('memorySizeMB'),
      maxMemoryMb: metric('maxMemoryUsedMB'),
      requestId,
    },
    status === 'success' ? undefined : status,
    textOf(record.errorType),
  )
  return [{ at, id: requestId ?? '', report }]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function describe(
  fields: { readonly [Name in keyof PlatformReport]?: PlatformReport[Name] | undefined },
  status: string | undefined,
  errorType: string | undefined,
): LambdaLogReport {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined)
  return {
    platform: Object.fromEntries(known) as PlatformReport,
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
  }
}
