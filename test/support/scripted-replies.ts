import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import cases from './cases/platform-replies.golden.json' with { type: 'json' }
import { createFakeClock } from './fake-clock.ts'
import { startPlatformServer } from './platform-server.ts'
import { createTestContext } from './provider-context.ts'

export { cases }

interface Scripted {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What the platform answers in a case of `platform-replies`, one reply a request. */
export function scripted(name: string): readonly Scripted[] {
  const found = cases.find((one) => one.name === name) as { replies?: readonly Scripted[] } | undefined
  if (!found?.replies) throw new Error(`no case ${name}`)
  return found.replies
}

/** A server that gives the replies of a case, one a request, the last one for ever; and a context that meets it. */
export const platform = (name: string) =>
  meeting(scripted(name), name.startsWith('AWS') ? systemClock : undefined)

/**
 * The same with replies of the test's own.
 * @param dated what their dates are taken from: AWS's SDK corrects itself by them, and lives in the machine's time
 */
export async function meeting(given: readonly Scripted[], dated?: Clock) {
  const replies = [...given]
  const clock = createFakeClock()
  const server = await startPlatformServer(
    () => dated ?? clock,
    (req, res) => {
      req.resume()
      const reply = replies.length > 1 ? replies.shift() : replies[0]
      const { status = 500, headers = {}, body } = reply ?? {}
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? '')
      res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    },
  )
  onTestFinished(() => server.close())
  const env = {
    VERCEL_TOKEN: 't',
    VERCEL_ORG_ID: 'team_1',
    NETLIFY_AUTH_TOKEN: 't',
    CLOUDSDK_AUTH_ACCESS_TOKEN: 't',
    AWS_ACCESS_KEY_ID: 'AKIACOLDSTARTTEST001',
    AWS_SECRET_ACCESS_KEY: 'planted-secret-access-key',
  }
  const [functions, run] = ['cloudfunctions.googleapis.com', 'run.googleapis.com']
  const [vercel, netlify, lambda, iam] = Array<string>(4).fill(server.url)
  const baseUrls = { vercel, netlify, lambda, iam, [functions]: server.url, [run]: server.url } as Record<
    string,
    string
  >
  return createTestContext({ clock, env, baseUrls })
}
