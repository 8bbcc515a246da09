import type { PlatformReport } from './sample.ts'

/** What Lambda's log tail says about one invocation, beyond the numbers. */
export interface LambdaLogReport {
  readonly platform: PlatformReport
  /** `timeout`, `error`, `failure`; absent on success. */
  readonly status?: string
  readonly errorType?: string
}

/**
 * Reads the REPORT record in the tail of a Lambda log (the header `X-Amz-Log-Result`, base64, last 4 KB), in its
 * text form or, when the function logs JSON, as `platform.report`. Durations are milliseconds.
 * @param requestId of the reply; a tail may also hold records of other invocations
 * @returns undefined when there is no such record
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function readLambdaLog(base64: string, requestId?: string): LambdaLogReport | undefined {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  const lines = text.split('\n')
  return readJsonLines(lines, requestId) ?? readTextLines(lines, requestId)
}

function readTextLines(lines: readonly string[], requestId?: string): LambdaLogReport | undefined {
  const reports = lines.filter((line) => line.startsWith('REPORT RequestId:'))
  const line = reports.findLast((one) => requestId === undefined || one.includes(requestId))
  if (line === undefined) return undefined
  return describe(
    {
      initMs: textNumber(line, 'Init Duration', 'ms'),
      restoreMs: textNumber(line, 'Restore Duration', 'ms'),
      durationMs: textNumber(line, 'Duration', 'ms'),
      billedMs: textNumber(line, 'Billed Duration', 'ms'),
      memoryMb: textNumber(line, 'Memory Size', 'MB'),
      maxMemoryMb: textNumber(line, 'Max Memory Used', 'MB'),
      requestId: /^REPORT RequestId:\s*(\S+)/.exec(line)?.[1],
    },
    /[\t ]Status: (\w+)/.exec(line)?.[1],
    /[\t ]Error Type: ([\w.]+)/.exec(line)?.[1],
  )
}

/** The name follows a tab (or, in copied logs, two spaces or the id), so `Duration` never matches `Billed Duration`. */
function textNumber(line: string, name: string, unit: string): number | undefined {
  const preceded = name === 'Duration' ? '(?:\\t|RequestId:\\s*\\S+\\s+)' : '[\\t ]'
  const notAfter = name === 'Restore Duration' ? '(?<!Billed[\\t ])' : ''
  const found = new RegExp(`${preceded}${notAfter}${name}: ([\\d.]+) ${unit}`).exec(line)
  return found ? Number(found[1]) : undefined
}

interface JsonRecord {
  readonly type?: string
  readonly record?: {
    readonly requestId?: string
    readonly status?: string
    readonly errorType?: string
    readonly initializationType?: string
    readonly metrics?: Readonly<Record<string, unknown>>
  }
}

function readJsonLines(lines: readonly string[], requestId?: string): LambdaLogReport | undefined {
  const records = lines.flatMap(parseRecord)
  const report = records.findLast(
    ({ type, record }) =>
      type === 'platform.report' && (requestId === undefined || record?.requestId === requestId),
  )?.record
  if (!report) return undefined
  const start = records.find(({ type }) => type === 'platform.initStart')?.record
  const metric = (name: string) => {
    const value = report.metrics?.[name]
    return typeof value === 'number' ? value : undefined
  }
  return describe(
    {
      initMs: metric('initDurationMs'),
      restoreMs: metric('restoreDurationMs'),
      durationMs: metric('durationMs'),
      billedMs: metric('billedDurationMs'),
      memoryMb: metric('memorySizeMB'),
      maxMemoryMb: metric('maxMemoryUsedMB'),
      requestId: report.requestId,
      initialization: start?.initializationType,
    },
    report.status === 'success' ? undefined : report.status,
    report.errorType,
  )
}

function parseRecord(line: string): JsonRecord[] {
  if (!line.startsWith('{')) return []
  try {
    return [JSON.parse(line) as JsonRecord]
  } catch {
    return []
  }
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
