import { cleanUp } from './cleanup.mjs'

/** EventBridge says when the run is due: template.yaml has the schedule. */
export const handler = async (event) => cleanUp(Date.parse(event.time ?? '') || Date.now())
