import { cleanUp } from './cleanup.mjs'

/** Cloud Scheduler says when the run is due; schedule-google.sh sets it up, and lets nobody else call. */
export async function cleanup(request, response) {
  const due = Date.parse(request.get('x-cloudscheduler-scheduletime') ?? '')
  response.json(await cleanUp(due || Date.now()))
}
