import { ColdstartError } from '../../core/errors.ts'
import { readTextFile } from '../../core/text-file.ts'
import { isRecord } from '../../providers/rest-failure.ts'
import type { Io } from '../io.ts'

/** A pull request, and the way to the API that knows it. */
export interface PullRequest {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  readonly apiUrl: string
  readonly token: string
  /** The page of this job's run, where its summary is; left out outside a run. */
  readonly runUrl?: string
}

/**
 * The pull request that a job of GitHub Actions runs for, by the variables and the event that the runner sets.
 * Source: docs.github.com, Variables reference, and Webhook events and payloads.
 * @param given a number that was typed, for events that name no pull request
 * @returns undefined where the event is of no pull request
 * @throws ColdstartError `not-in-actions`, `no-github-token`, `bad-github-api`
 */
export async function readPullRequest(
  { env }: Pick<Io, 'env'>,
  given: number | undefined,
): Promise<PullRequest | undefined> {
  const { GITHUB_REPOSITORY: repository, GITHUB_API_URL: apiUrl = 'https://api.github.com' } = env
  if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new ColdstartError('not-in-actions', { variable: 'GITHUB_REPOSITORY' })
  const number = given ?? numberIn(await readEvent(env.GITHUB_EVENT_PATH))
  if (number === undefined) return undefined
  const token = env.GITHUB_TOKEN || env.GH_TOKEN
  if (!token) throw new ColdstartError('no-github-token', {})
  refuseOpenApi(apiUrl)
  const { GITHUB_SERVER_URL: server, GITHUB_RUN_ID: run } = env
  const runUrl = server && run && `${server}/${repository}/actions/runs/${run}`
  return { repository, number, apiUrl, token, ...(runUrl ? { runUrl } : {}) }
}

/** What the runner wrote of the event; nothing where there is no such file. */
async function readEvent(path: string | undefined): Promise<unknown> {
  if (!path) return undefined
  try {
    return JSON.parse(await readTextFile(path))
  } catch {
    throw new ColdstartError('not-in-actions', { variable: 'GITHUB_EVENT_PATH' })
  }
}

/** Of `pull_request` and its kin, of a comment on one, of a run that one started. */
function numberIn(event: unknown): number | undefined {
  if (!isRecord(event)) return undefined
  const { pull_request: pull, issue, workflow_run: run } = event
  const ofIssue = isRecord(issue) && isRecord(issue.pull_request) ? issue : undefined
  const started = isRecord(run) && Array.isArray(run.pull_requests) ? run.pull_requests[0] : undefined
  const found = [pull, ofIssue, started].find(isRecord)?.number
  return Number.isSafeInteger(found) ? (found as number) : undefined
}

/** The token is sent there: over TLS, or to this machine alone. */
function refuseOpenApi(apiUrl: string): void {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : undefined
  const isHere = url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !isHere)) throw new ColdstartError('bad-github-api', { apiUrl })
}
