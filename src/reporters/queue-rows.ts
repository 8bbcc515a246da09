import type { Result } from '../core/result.ts'
import { formatMs } from './format-ms.ts'

/** Of the rows that `queueRows` gives. */
export const QUEUE_HEADINGS = ['target', '', 'enqueued', 'picked up', 'function began', 'done'] as const

/** What the rows are, for whoever reads them. */
export const QUEUE_CAPTION = 'From enqueuing a job to each moment, medians in ms; done is the wait above.'

/** Enqueue → function start → done, a row for cold and one for warm; none where no queue triggered anything. */
export function queueRows({ summaries }: Result): string[][] {
  return summaries.flatMap(({ target, queue }) =>
    (['cold', 'warm'] as const).flatMap((temperature) => {
      const moments = queue?.[temperature]
      if (!moments) return []
      const { enqueuedMs, pickedUpMs, startedMs, doneMs } = moments
      const began = startedMs === undefined ? '–' : formatMs(startedMs)
      return [[target, temperature, formatMs(enqueuedMs), formatMs(pickedUpMs), began, formatMs(doneMs)]]
    }),
  )
}

/** What the waits of a result are: `request written → first byte`. */
export function waitWords({ config }: Pick<Result, 'config'>): string {
  return config.trigger === 'queue' ? 'job enqueued → done' : 'request written → first byte'
}
