import type { EngineEvent, EnvironmentSeen, RequestEnd, RequestParts, RequestSeen } from './engine-event.ts'

/**
 * What `serve` says in the terminal of an event, if anything: a line for each request that is over, and one for each
 * environment that nobody called any more.
 */
export function eventLine(event: EngineEvent): string | undefined {
  if (event.type === 'request') return event.end && requestLine(event, event.end)
  if (event.type === 'environment' && event.stage === 'ended' && event.idledOut) return endLine(event)
  return undefined
}

/** `mine vercel/hello cold 104 ms, environment 3f9a…`; where the time went, and why where it failed. */
function requestLine({ function: name, label }: RequestSeen, end: RequestEnd): string {
  const { kind, durationMs, environment, invocation, parts, failure } = end
  const what = `${label === undefined ? '' : `${label} `}${name} ${kind}`
  if (environment === undefined) return `${what}, ${WHY[kind]}\n`
  const failed = failure === undefined ? '' : `, ${failure}`
  const shown = `${what} ${shortMs(durationMs)}, environment ${shortId(environment)}, request ${invocation} of it`
  return `${shown}${failed}${partsWords(parts)}\n`
}

const WHY: Partial<Record<RequestEnd['kind'], string>> = {
  throttled: 'as many environments are busy as there may be',
  withdrawn: 'the request broke off or was too large',
}

const PARTS = [
  ['boot', 'bootMs'],
  ['load', 'loadMs'],
  ['handler', 'handlerMs'],
] as const satisfies readonly (readonly [string, keyof RequestParts])[]

/** Only where there is more than the handler to tell apart. */
function partsWords(parts: RequestParts = {}): string {
  if (parts.bootMs === undefined) return ''
  return `: ${PARTS.flatMap(([word, key]) => (parts[key] === undefined ? [] : [`${word} ${shortMs(parts[key])}`])).join(', ')}`
}

function endLine({ function: name, environment, served }: EnvironmentSeen): string {
  return `${name} environment ${shortId(environment)} ended: idle for its time, ${served} ${served === 1 ? 'request' : 'requests'} served\n`
}

function shortMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`
}

/** What a person can compare: ids of a day begin alike. */
export function shortId(id: string): string {
  return id.slice(-8)
}
