import type { CountedStart, CountReport } from '../../core/why-report.ts'
import type { sayBudget } from '../budget-sentences.ts'
import { wrap } from '../wrap.ts'

const LABELS: readonly (readonly [keyof CountedStart, string])[] = [
  ['instructions', 'instructions'],
  ['bytesRead', 'bytes read'],
  ['readCalls', 'read calls'],
  ['pageFaults', 'page faults'],
]

/** What a cold start does, counted; of changes the difference to the function as it is. */
export function countText(
  { function: explained, counted, changes, budgets }: CountReport,
  columns: number,
): string {
  const width = Math.max(60, Math.min(columns, 120))
  const lines = [
    `Counted from exec to the first request for work (n = ${counted.n}), ${explained.name} as ${explained.contract}`,
    ...LABELS.flatMap(([key, label]) => countLine(label, counted[key])),
    ...(counted.noInstructions ? [`instructions are not counted: ${counted.noInstructions}`] : []),
    ...changes.flatMap(({ title, counted: changed, notPossible }) => [
      `${title}${notPossible === undefined ? '' : `: not counted, ${notPossible}`}`,
      ...(changed ? LABELS.flatMap(([key, label]) => changeLine(label, counted[key], changed[key])) : []),
    ]),
    `Counts of Node ${counted.node.replace('v', '')}: no times, and to be compared with no other build of it.`,
    ...budgets.map((judged) =>
      judged.found === undefined
        ? `budget ${judged.verdict}: ${judged.budget}: ${judged.reason ?? ''}`
        : countedBudget(judged),
    ),
  ]
  return lines.map((line) => `${wrap(line, width, '  ')}\n`).join('')
}

function countedBudget(judged: Parameters<typeof sayBudget>[0]): string {
  const { verdict, budget, found = 0, limit = 0, n } = judged
  return `budget ${verdict}: ${budget}: found ${whole(found)}, limit ${whole(limit)}, n = ${n}`
}

function countLine(label: string, values: unknown): string[] {
  if (!Array.isArray(values) || values.length === 0) return []
  const middle = middleOf(values)
  const spread = ((Math.max(...values) - Math.min(...values)) / (middle || 1)) * 100
  const within = values.length > 1 ? `   all within ${spread.toPrecision(2)} %` : ''
  return [`  ${label.padEnd(14)}${whole(middle).padStart(16)}${within}`]
}

function changeLine(label: string, before: unknown, after: unknown): string[] {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length === 0 || after.length === 0) return []
  const [one, other] = [middleOf(before), middleOf(after)]
  const share = ((other - one) / (one || 1)) * 100
  return [
    `  ${label.padEnd(14)}${whole(other).padStart(16)}   ${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(1)} %`,
  ]
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
