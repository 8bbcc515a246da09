import { ColdstartError } from '../../core/errors.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle, type GoogleApi } from './google-api.ts'
import { BUILD_ACCOUNT_HINT } from './known-refusal.ts'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 5000
/** Cloud Build's own limit for a function is ten minutes; the rollout comes on top. */
const GIVE_UP_MS = 20 * 60_000

/** A long operation that is waited for. */
export interface AwaitedOperation {
  readonly api: GoogleApi
  readonly project: string
  /** Reads after "could not": `deploy coldstart-…`. */
  readonly action: string
  /** The operation as the call that started it returned it. */
  readonly operation: Readonly<Record<string, unknown>>
}

/**
 * Follows a long-running operation to its end (https://google.aip.dev/151), saying each stage it passes.
 * @returns the operation's response
 * @throws ColdstartError `google-operation` when it failed or did not end
 */
export async function waitForOperation(
  { api, project, action, operation }: AwaitedOperation,
  context: GoogleContext,
): Promise<Readonly<Record<string, unknown>>> {
  const startedMs = context.clock.monotonicMs()
  let current = operation
  let said = ''
  for (let waitMs = FIRST_WAIT_MS; current.done !== true; waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS)) {
    if (context.clock.monotonicMs() - startedMs > GIVE_UP_MS)
      throw new ColdstartError('google-operation', { action, reason: 'it was not finished after 20 minutes' })
    await context.clock.sleep(waitMs, context.signal)
    const path = `/v2/${String(current.name)}`
    current = (await callGoogle({ api, project, action, method: 'GET', path }, context)).json
    const stage = stageOf(current)
    if (stage && stage !== said) context.logger.info(`google: ${action}: ${stage}`)
    said = stage ?? said
  }
  if (isRecord(current.error)) throw failed(action, current.error)
  return isRecord(current.response) ? current.response : {}
}

function stageOf(operation: Readonly<Record<string, unknown>>): string | undefined {
  const metadata = isRecord(operation.metadata) ? operation.metadata : {}
  const stages = Array.isArray(metadata.stages) ? metadata.stages.filter(isRecord) : []
  const active = stages.find((stage) => stage.state === 'IN_PROGRESS')
  return active ? String(active.name).toLowerCase().replaceAll('_', ' ') : undefined
}

function failed(action: string, error: Readonly<Record<string, unknown>>): ColdstartError {
  const reason = typeof error.message === 'string' ? error.message.slice(0, 500) : `code ${error.code}`
  const hint = /service account|cloudbuild/i.test(reason) ? { hint: BUILD_ACCOUNT_HINT } : {}
  return new ColdstartError('google-operation', { action, reason: reason.replace(/\.\s*$/, ''), ...hint })
}
