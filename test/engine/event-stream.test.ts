import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src/engine/engine-event.ts'
import { EventStream, type StampedEvent } from '../../src/engine/event-stream.ts'

function request(number: number, over = true): EngineEvent {
  const end = { durationMs: 1, kind: 'warm' } as const
  return { type: 'request', function: 'vercel/hello', request: number, atMs: number, ...(over && { end }) }
}

function environment(id: string, stage: 'boot' | 'idle' | 'ended'): EngineEvent {
  return { type: 'environment', function: 'vercel/hello', environment: id, stage, sinceMs: 1, served: 0 }
}

const numbers = (events: readonly StampedEvent[]) => events.map(({ id }) => id)

describe('the stream of events', () => {
  it('tells a newcomer the last of each thing, in the order in which they came', () => {
    const stream = new EventStream()
    stream.tell(environment('a', 'boot'))
    stream.tell(request(1, false))
    stream.tell(environment('a', 'idle'))
    stream.tell(request(1))
    expect(stream.since(undefined)).toMatchObject({ isWhole: true })
    expect(numbers(stream.since(undefined).events)).toEqual([3, 4])
  })

  it('tells one who comes back what is newer than the last that it has', () => {
    const stream = new EventStream()
    for (const number of [1, 2, 3]) stream.tell(request(number))
    expect(stream.since(2)).toMatchObject({ isWhole: false })
    expect(numbers(stream.since(2).events)).toEqual([3])
    expect(stream.since(3).events).toEqual([])
  })

  it('tells everything to one who has been away for longer than it remembers, or who knows another stream', () => {
    const stream = new EventStream()
    for (let number = 1; number <= 60; number += 1) stream.tell(request(number))
    expect(stream.since(5).isWhole).toBe(true)
    expect(stream.since(10).isWhole).toBe(false)
    expect(stream.since(61).isWhole).toBe(true)
  })

  it('forgets old requests and ended environments, and nothing that lives or is under way', () => {
    const stream = new EventStream()
    stream.tell(environment('old and alive', 'idle'))
    stream.tell(request(0, false))
    for (let number = 1; number <= 300; number += 1) {
      stream.tell(request(number))
      stream.tell(environment(`gone ${number}`, 'ended'))
    }
    const { events } = stream.since(undefined)
    expect(events).toHaveLength(102)
    expect(numbers(events).slice(0, 2)).toEqual([1, 2])
  })

  it('tells listeners at once, until they stop', () => {
    const stream = new EventStream()
    const heard: number[] = []
    const stop = stream.listen(({ id }) => void heard.push(id))
    stream.tell(request(1))
    stop()
    stream.tell(request(2))
    expect(heard).toEqual([1])
  })
})
