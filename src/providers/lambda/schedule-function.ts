import { isAwsError } from './aws-error.ts'
import type { AwsSession } from './aws-session.ts'
import { toScheduleExpression } from './schedule-expression.ts'

/** A schedule that is to be made. */
export interface ScheduleSpec {
  readonly name: string
  /** Five fields, UTC. */
  readonly cron: string
  readonly functionArn: string
  readonly roleArn: string
  readonly payload: string
}

const ROLE_RETRY_MS = 3000
const LONGEST_ROLE_WAIT_MS = 60_000

/**
 * Has EventBridge Scheduler invoke a function; a role made a moment ago is refused for some seconds.
 * @throws ColdstartError `lambda-bad-option` for a schedule AWS cannot express
 */
export async function createSchedule(spec: ScheduleSpec, session: AwsSession): Promise<void> {
  const { clock, signal } = session.context
  const body = JSON.stringify({
    ClientToken: spec.name,
    Description: 'Made by coldstart, deleted by coldstart destroy',
    ScheduleExpression: toScheduleExpression(spec.cron),
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: spec.functionArn, RoleArn: spec.roleArn, Input: spec.payload },
  })
  const permission = 'scheduler:CreateSchedule and iam:PassRole'
  const what = { action: `schedule the function as ${spec.name}`, permission }
  const send = () => session.signed({ ...requestOf(spec.name), method: 'POST', body })
  const deadlineMs = clock.monotonicMs() + LONGEST_ROLE_WAIT_MS
  for (;;) {
    const isLast = clock.monotonicMs() >= deadlineMs
    try {
      await session.call(what, send, {
        pass: ['ConflictException', ...(isLast ? [] : ['ValidationException'])],
      })
      return
    } catch (error) {
      if (isAwsError(error, 'ConflictException')) return
      if (!isRoleNotReady(error)) throw await session.call(what, () => Promise.reject(error)).catch((e) => e)
    }
    await clock.sleep(ROLE_RETRY_MS, signal)
  }
}

/** What is already gone is success. */
export async function deleteSchedule(name: string, session: AwsSession): Promise<void> {
  const what = { action: `delete the schedule ${name}`, permission: 'scheduler:DeleteSchedule' }
  const send = () => session.signed({ ...requestOf(name), method: 'DELETE' })
  await session.find(what, send, ['ResourceNotFoundException'])
}

function requestOf(name: string) {
  return {
    service: 'scheduler',
    path: `/schedules/${name}`,
    headers: { 'content-type': 'application/json' },
  } as const
}

function isRoleNotReady(error: unknown): boolean {
  return (
    isAwsError(error, 'ValidationException') &&
    /execution role|assume the role/i.test((error as Error).message)
  )
}
