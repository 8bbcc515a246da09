// The main application, which used to notify by a call of a function and now asks a service over the network: that may
// be slow, may be away, and may have done what it was asked although its answer was lost.
import { realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Notifies somebody. What failed for a moment (no answer in time, no connection, 429, 5xx) is tried again, each time
 * after twice the wait, with the same Idempotency-Key, so that the service notifies once.
 * @returns what the service answered
 * @throws Error when it refuses, or when the last try failed
 */
export async function notify(
  { to, message },
  { baseUrl = 'http://127.0.0.1:4000', timeoutMs = 1000, tries = 3, waitMs = 200 } = {},
) {
  const key = crypto.randomUUID()
  for (let attempt = 1; ; attempt += 1) {
    const failure = await tryOnce(`${baseUrl}/notify`, { to, message }, key, timeoutMs)
    if (failure.answer) return failure.answer
    if (!failure.isPassing || attempt === tries) throw new Error(`notify: ${failure.reason}`)
    await sleep(waitMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
  }
}

async function tryOnce(url, body, key, timeoutMs) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = await response.json()
    if (response.ok) return { answer }
    const { status } = response
    return { isPassing: status === 429 || status >= 500, reason: `${status} ${answer.problem ?? ''}`.trim() }
  } catch (error) {
    return {
      isPassing: true,
      reason: error.name === 'TimeoutError' ? `no answer in ${timeoutMs} ms` : error.message,
    }
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const [to = 'ada@example.com', message = 'Your order has been sent.'] = process.argv.slice(2)
  console.log(await notify({ to, message }, { baseUrl: process.env.NOTIFY_URL }))
}
