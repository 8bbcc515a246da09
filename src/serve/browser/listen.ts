import type { EngineEvent } from '../../engine/engine-event.ts'

interface Listener {
  event(event: EngineEvent): void
  /** All that was known is replaced by what comes next. */
  whole(): void
  /** What comes from here on happens now. */
  now(): void
  /** The engine's clock, ms, as it was just now. */
  clock(engineMs: number): void
  /** Whether the engine is heard: if it is not, the browser may try `again` by itself. */
  connected(how: 'yes' | 'again' | 'no'): void
}

/** Listens to the engine's events for as long as the page is open. */
export function listen(token: string, listener: Listener): void {
  const source = new EventSource(`/events?token=${encodeURIComponent(token)}`)
  source.addEventListener('message', ({ data }) => listener.event(JSON.parse(data)))
  source.addEventListener('whole', () => listener.whole())
  source.addEventListener('clock', ({ data }) => listener.clock(Number(data)))
  source.addEventListener('now', () => listener.now())
  source.addEventListener('open', () => listener.connected('yes'))
  source.addEventListener('error', () =>
    listener.connected(source.readyState === EventSource.CLOSED ? 'no' : 'again'),
  )
}
