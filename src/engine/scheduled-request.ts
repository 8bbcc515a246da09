import { SCHEDULED_HEADER } from '../core/report-headers.ts'
import { makeEvent } from '../workload/event-shapes.ts'
import type { ServedFunction } from './engine-options.ts'

/** A call as a platform's own scheduler makes it. */
export interface ScheduledRequest {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * The call of a function that is due: an EventBridge event for Lambda, Vercel's cron request, Netlify's POST that says
 * when the next run is, Cloud Scheduler's POST, a Worker's scheduled handler. The due time is in the event, in Google's
 * header for it, and in the `date` header of a request.
 * @param due and `next`, epoch ms
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
 * @see https://vercel.com/docs/cron-jobs
 * @see https://docs.netlify.com/build/functions/scheduled-functions/
 * @see https://developers.cloudflare.com/workers/runtime-apis/handlers/scheduled/
 * @see https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#httptarget
 * @see https://firebase.google.com/docs/reference/functions/2nd-gen/node/firebase-functions.scheduler.scheduledevent
 */
export function scheduledRequest(
  { contract, url }: Pick<ServedFunction, 'contract' | 'url'>,
  due: number,
  next: number,
): ScheduledRequest {
  const date = new Date(due).toUTCString()
  const json = { 'content-type': 'application/json', date }
  switch (contract) {
    case 'lambda': {
      const event = { ...(makeEvent('schedule', {}) as object), time: new Date(due).toISOString() }
      return { url, method: 'POST', headers: json, body: JSON.stringify(event) }
    }
    case 'vercel':
      return { url, method: 'GET', headers: { 'user-agent': 'vercel-cron/1.0', date } }
    case 'netlify': {
      const body = JSON.stringify({ next_run: new Date(next).toISOString() })
      return { url, method: 'POST', headers: { ...json, 'x-nf-event': 'schedule' }, body }
    }
    // A cron trigger is an event of its own, which the guard around the Worker makes of this request.
    case 'cloudflare':
      return { url, method: 'GET', headers: { [SCHEDULED_HEADER]: String(due) } }
    case 'google': {
      const headers = {
        ...json,
        'user-agent': 'Google-Cloud-Scheduler',
        'x-cloudscheduler': 'true',
        'x-cloudscheduler-scheduletime': new Date(due).toISOString(),
      }
      return { url, method: 'POST', headers, body: '{}' }
    }
  }
}
