import type { EngineEvent, EnvironmentSeen, FunctionSeen, RequestSeen } from '../engine/engine-event.ts'

/** What the page knows of the engine. */
export interface PageState {
  readonly functions: Map<string, FunctionSeen>
  readonly environments: Map<string, EnvironmentSeen>
  readonly requests: Map<number, RequestSeen>
}

/** An environment that has ended is shown for so long, ms. */
const FAREWELL_MS = 2500
/** So many requests are shown, the last ones. */
const SHOWN = 20

/** Nothing is known yet. */
export function emptyState(): PageState {
  return { functions: new Map(), environments: new Map(), requests: new Map() }
}

/** Takes in an event; it replaces what was known of the same thing. */
export function takeIn({ functions, environments, requests }: PageState, event: EngineEvent): void {
  if (event.type === 'function') functions.set(event.function, event)
  else if (event.type === 'environment') environments.set(event.environment, event)
  else {
    requests.set(event.request, event)
    for (const number of requests.keys()) if (number <= event.request - 2 * SHOWN) requests.delete(number)
  }
}

/** The environments of a function that are to be shown, the oldest first. Forgets those that ended a while ago. */
export function shownEnvironments(
  { environments }: PageState,
  name: string,
  nowMs: number,
): EnvironmentSeen[] {
  for (const [id, { stage, sinceMs }] of environments)
    if (stage === 'ended' && nowMs - sinceMs > FAREWELL_MS) environments.delete(id)
  return [...environments.values()].filter((one) => one.function === name)
}

/** True where the next request starts an environment: none of the function's lives, or each is about to end. */
export function isCold(state: PageState, name: string): boolean {
  return livingOf(state, name).length === 0
}

/** When the last environment of a function ends by itself, ms; undefined where it is cold, or one is busy. */
export function coldAtMs(state: PageState, name: string): number | undefined {
  const living = livingOf(state, name)
  if (living.length === 0 || living.some(({ untilMs }) => untilMs === undefined)) return undefined
  return Math.max(...living.map(({ untilMs = 0 }) => untilMs))
}

function livingOf({ environments }: PageState, name: string): EnvironmentSeen[] {
  return [...environments.values()].filter(
    (one) => one.function === name && one.stage !== 'end' && one.stage !== 'ended',
  )
}

/** A request with its place in the waterfall. */
export interface WaterfallRow {
  readonly seen: RequestSeen
  /** How long after the first request of those that it ran beside it came, ms. */
  readonly offsetMs: number
}

/** The last requests, the newest first. Those that ran at the same time share their beginning. */
export function waterfall({ requests }: PageState, nowMs: number): WaterfallRow[] {
  const rows: WaterfallRow[] = []
  let beganMs = 0
  let untilMs = Number.NEGATIVE_INFINITY
  for (const seen of [...requests.values()].sort((a, b) => a.request - b.request)) {
    if (seen.atMs > untilMs) beganMs = seen.atMs
    untilMs = Math.max(untilMs, seen.end ? seen.atMs + seen.end.durationMs : nowMs)
    rows.push({ seen, offsetMs: seen.atMs - beganMs })
  }
  return rows.slice(-SHOWN).reverse()
}

/** Where the longest of these rows ends, ms, from where its group begins; at least 1. */
export function longestMs(rows: readonly WaterfallRow[]): number {
  return Math.max(1, ...rows.map(({ seen, offsetMs }) => offsetMs + (seen.end?.durationMs ?? 0)))
}
