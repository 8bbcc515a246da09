import type { GoogleContext } from './authenticate.ts'
import type { Invoker } from './decide-access.ts'
import { callGoogle } from './google-api.ts'
import { type FunctionName, fullName } from './names.ts'

/** A call that Cloud Scheduler makes. */
export interface ScheduledCall {
  readonly name: FunctionName
  readonly url: string
  /** Five cron fields, read in UTC. */
  readonly schedule: string
  readonly invoker: Invoker
  readonly serviceAccount?: string
}

/** The full name the job will have, known before it is made. */
export function jobNameOf(name: FunctionName): string {
  return fullName(name, 'jobs')
}

/**
 * A Cloud Scheduler job that calls the function.
 * Request: Job in google/cloud/scheduler/v1/job.proto.
 * @throws ColdstartError those of callGoogle (`google-api-disabled` names cloudscheduler.googleapis.com)
 */
export async function scheduleCalls(call: ScheduledCall, context: GoogleContext): Promise<void> {
  const { project, region } = call.name
  const oidcToken = { serviceAccountEmail: call.serviceAccount, audience: call.url }
  await callGoogle(
    {
      api: 'scheduler',
      project,
      action: 'schedule the function',
      method: 'POST',
      path: `/v1/projects/${project}/locations/${region}/jobs`,
      json: {
        name: jobNameOf(call.name),
        description: 'Made by coldstart; coldstart destroy removes it.',
        schedule: call.schedule,
        timeZone: 'Etc/UTC',
        httpTarget: {
          uri: call.url,
          httpMethod: 'GET',
          ...(call.invoker === 'id-token' ? { oidcToken } : {}),
        },
      },
      idempotent: true,
      expect: ['ALREADY_EXISTS'],
    },
    context,
  )
}
