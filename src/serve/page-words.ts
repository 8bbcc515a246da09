import type { EnvironmentSeen, RequestEnd, RequestParts, RequestSeen } from '../engine/engine-event.ts'

/** A part of a request's time: its key, its name, and which of the page's colours it has. */
export const PARTS = [
  { key: 'platformMs', name: 'platform' },
  { key: 'bootMs', name: 'boot' },
  { key: 'loadMs', name: 'load' },
  { key: 'handlerMs', name: 'handler' },
  { key: 'restMs', name: 'rest' },
] as const satisfies readonly { key: keyof RequestParts; name: string }[]

/** `104 ms`, `2.1 ms`, `1.43 s`. */
export function shortMs(ms: number): string {
  if (ms >= 999.5) return `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`
  return `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`
}

/** A duration as a setting takes it, without a rest: `10s`, `1m`, `1500ms`. */
export function settingOf(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000}m`
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}

/** What an environment is doing, in a few words. */
export function stageWords({ stage, untilMs = 0 }: EnvironmentSeen, nowMs: number): string {
  if (stage !== 'idle') return STAGES[stage]
  return `idle, ends in ${Math.max(0, Math.ceil((untilMs - nowMs) / 1000))} s`
}

const STAGES = {
  boot: 'boots',
  load: 'loads the function',
  serve: 'serves a request',
  end: 'ends',
  ended: 'has ended',
} as const

/** What the waterfall says of a request, for those who do not see the bar. */
export function requestWords({ end }: RequestSeen): string {
  if (!end) return 'under way'
  const { kind, durationMs, parts = {}, failure } = end
  const shown = PARTS.flatMap(({ key, name }) =>
    parts[key] === undefined ? [] : [`${name} ${shortMs(parts[key])}`],
  )
  const failed = failure === undefined ? '' : `, failed: ${failure}`
  return `${kind}, ${shortMs(durationMs)}${failed}${shown.length > 0 ? `: ${shown.join(', ')}` : ''}`
}

/** One sentence about requests that have just ended. */
export function endedWords(ended: readonly { readonly request: number; readonly end: RequestEnd }[]): string {
  const [first] = ended
  if (!first) return ''
  if (ended.length === 1) {
    const { kind, durationMs, failure } = first.end
    const failed = failure === undefined ? '' : `, failed: ${failure}`
    return `Request ${first.request}: ${kind}, ${shortMs(durationMs)}${failed}.`
  }
  const kinds = [...new Set(ended.map(({ end }) => end.kind))].map(
    (kind) => `${ended.filter(({ end }) => end.kind === kind).length} ${kind}`,
  )
  const failures = ended.filter(({ end }) => end.failure !== undefined).length
  const failed = failures > 0 ? `, ${failures} of them failed` : ''
  const slowest = Math.max(...ended.map(({ end }) => end.durationMs))
  return `${ended.length} requests: ${kinds.join(', ')}${failed}; the slowest took ${shortMs(slowest)}.`
}
