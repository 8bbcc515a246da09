import type { Result } from '../../core/result.ts'
import { QUEUE_CAPTION, QUEUE_HEADINGS, queueRows } from '../queue-rows.ts'
import { plainTable } from './plain-table.ts'

/** Enqueue → function start → done, or an empty string where no queue triggered anything. */
export function queueTable(result: Result, width: number): string {
  const rows = queueRows(result)
  if (rows.length === 0) return ''
  const columns = QUEUE_HEADINGS.map((heading, index) => ({
    heading,
    ...(index < 2 && { align: 'left' as const }),
  }))
  return `${QUEUE_CAPTION}\n${plainTable(columns, rows, width)}`
}
