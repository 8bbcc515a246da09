/** Statuses that are the function's normal answers: `404`, `2xx`, `500-503`. */
export type ExpectedStatus = readonly string[]

/** One of them, as it is written. */
export const STATUS_WORDS = /^(?:[1-5]\d\d|[1-5]xx|[1-5]\d\d-[1-5]\d\d)$/

/** Whether a status is among those that were announced; none is where nothing was. */
export function isExpectedStatus(status: number | undefined, expected: ExpectedStatus = []): boolean {
  if (status === undefined) return false
  return expected.some((words) => {
    if (words.endsWith('xx')) return Math.floor(status / 100) === Number(words[0])
    const [from = 0, to = from] = words.split('-').map(Number)
    return status >= from && status <= to
  })
}

/** As a sentence has them: `200, 404 or 5xx`. */
export function listStatuses(expected: ExpectedStatus): string {
  return expected.length < 2 ? expected.join('') : `${expected.slice(0, -1).join(', ')} or ${expected.at(-1)}`
}
