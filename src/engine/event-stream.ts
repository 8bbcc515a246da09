import type { EngineEvent } from './engine-event.ts'

/** An event with its place in the stream, from 1. */
export interface StampedEvent {
  readonly id: number
  readonly event: EngineEvent
}

/** So many requests, and so many environments that have ended, are remembered. */
const REMEMBERED = 50

/**
 * The engine's events in their order. Since an event tells all about its thing, only the last of each thing is kept: a
 * listener that was away gets those that are newer than what it has, and never a backlog without end.
 */
export class EventStream {
  /** By thing, in the order of their ids. */
  readonly #last = new Map<string, StampedEvent>()
  readonly #listeners = new Set<(stamped: StampedEvent) => void>()
  #id = 0
  #requests = 0
  /** The newest id of what has been forgotten. */
  #forgotten = 0

  /** Tells everybody who listens, at once. */
  tell(event: EngineEvent): void {
    this.#id += 1
    const stamped = { id: this.#id, event }
    const thing = thingOf(event)
    this.#last.delete(thing)
    this.#last.set(thing, stamped)
    if (isOver(event)) this.#forget(event.type)
    for (const listener of this.#listeners) listener(stamped)
  }

  /** The number of the next request, from 1. */
  nextRequest(): number {
    this.#requests += 1
    return this.#requests
  }

  /** @returns what ends it */
  listen(listener: (stamped: StampedEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /**
   * What somebody who has seen all up to `id` lacks.
   * @returns `isWhole` where that is everything there is to know, in place of what was known before
   */
  since(id: number | undefined): { readonly isWhole: boolean; readonly events: readonly StampedEvent[] } {
    const all = [...this.#last.values()]
    if (id === undefined || id < this.#forgotten || id > this.#id) return { isWhole: true, events: all }
    return { isWhole: false, events: all.filter((one) => one.id > id) }
  }

  #forget(type: EngineEvent['type']): void {
    const over = [...this.#last].filter(([, { event }]) => event.type === type && isOver(event))
    for (const [thing, { id }] of over.slice(0, -REMEMBERED)) {
      this.#last.delete(thing)
      this.#forgotten = Math.max(this.#forgotten, id)
    }
  }
}

function thingOf(event: EngineEvent): string {
  if (event.type === 'request') return `request ${event.request}`
  return event.type === 'environment' ? `environment ${event.environment}` : `function ${event.function}`
}

/** Nothing more will be told of it. */
function isOver(event: EngineEvent): boolean {
  return (
    (event.type === 'request' && event.end !== undefined) ||
    (event.type === 'environment' && event.stage === 'ended')
  )
}
