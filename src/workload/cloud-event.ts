import { randomUUID } from 'node:crypto'

/**
 * What Eventarc puts beside the data of an event, for a function that is called without one.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 * @returns headers; the data is JSON
 */
export function cloudEventHeaders(): Record<string, string> {
  return {
    'content-type': 'application/json',
    'ce-id': randomUUID(),
    'ce-source': '//coldstart/local',
    'ce-specversion': '1.0',
    'ce-time': new Date().toISOString(),
    'ce-type': 'coldstart.invocation',
  }
}

/** Whether a request is an event by its own headers, in binary or in structured mode. @param headers by names in lower case */
export function isCloudEvent(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return (
    headers['ce-type'] !== undefined || `${headers['content-type']}`.startsWith('application/cloudevents')
  )
}
