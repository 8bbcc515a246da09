import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { Environment } from '../../src/engine/environment.ts'
import type { EnvironmentParts } from '../../src/engine/environment-process.ts'
import { type EnvironmentEvent, EnvironmentMachine, transitions } from '../../src/engine/environment-state.ts'
import { makeFunctionEvent } from '../../src/engine/function-event.ts'
import type { RuntimeApiEvents } from '../../src/engine/runtime-api.ts'
import type { ProcessEnd } from '../../src/engine/started-process.ts'
import { fc } from '../support/properties.ts'

const EVENTS: readonly EnvironmentEvent[] = ['ask', 'deliver', 'answer', 'conclude', 'stop', 'exit']

describe('the states of an environment', () => {
  it('change by the table and in no other way', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS)), (events) => {
        const machine = new EnvironmentMachine()
        for (const event of events) {
          const row: Partial<Record<EnvironmentEvent, string>> = transitions[machine.state]
          const before = machine.state
          expect(machine.take(event)).toBe(row[event] !== undefined)
          expect(machine.state).toBe(row[event] ?? before)
        }
      }),
    )
  })

  it('all lead to its end: its process may exit in each but the last, and nothing leads out of that', () => {
    const live = Object.entries(transitions).filter(([state]) => state !== 'ended')
    expect(live.every(([, row]) => 'exit' in row && row.exit === 'ended')).toBe(true)
    expect(transitions.ended).toEqual({})
    expect(Object.keys(transitions.ending)).toEqual(['exit'])
  })
})

/** What may come to an environment from outside, in any order: from its process, its callers, its engine, time. */
const steps = ['ask', 'respond', 'error', 'initError', 'hangUp', 'exit', 'invoke', 'stop', 'wait'] as const

describe('an environment whose process does as it likes', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('goes only where the table leads, answers every caller once, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 30 }), async (path) => {
        const scene = makeScene()
        for (const step of path) {
          await scene.take(step)
          await vi.advanceTimersByTimeAsync(1)
        }
        scene.environment.stop()
        await vi.advanceTimersByTimeAsync(60_000)
        expect(scene.environment.state).toBe('ended')
        expect(scene.changes.filter(([from, event, to]) => row(from)[event] !== to)).toEqual([])
        expect(scene.answers()).toBe(scene.invoked())
      }),
      { numRuns: 200 },
    )
  })
})

function row(state: keyof typeof transitions): Partial<Record<EnvironmentEvent, string>> {
  return transitions[state]
}

type Change = [from: keyof typeof transitions, event: EnvironmentEvent, to: string]

/** An environment on a pretended process and Runtime API; like a pool, it lends itself to one caller at a time. */
function makeScene() {
  const changes: Change[] = []
  const outside = pretendParts((...change) => void changes.push(change))
  const environment = new Environment(outside.parts, () => {})
  const caller = new Caller(environment)
  const actions: Record<(typeof steps)[number], () => void> = {
    ...runtimeActions(outside.api, () => caller.requestId),
    exit: () => outside.end({ exitCode: 1, signal: null }),
    invoke: () => caller.invoke(),
    stop: () => environment.stop(),
    wait: () => vi.advanceTimersByTime(15),
  }
  return {
    environment,
    changes,
    invoked: () => caller.asked,
    answers: () => caller.answered,
    take: async (step: (typeof steps)[number]) => actions[step](),
  }
}

/** A process that ends when it is told to, and a Runtime API that is there once the environment serves it. */
function pretendParts(watch: (...change: Change) => void) {
  let end: (end: ProcessEnd) => void = () => {}
  const ended = new Promise<ProcessEnd>((resolve) => {
    end = resolve
  })
  let api: RuntimeApiEvents | undefined
  const parts = {
    options: { ...functionDefaults, name: 'f', contract: 'lambda', timeoutMs: 20, initTimeoutMs: 20 },
    prepared: { runtime: { own: true }, folder: '/code', root: '.' },
    folder: { task: '/code' },
    api: {
      port: 1,
      serve(_secret: string, events: RuntimeApiEvents) {
        api = events
      },
      close() {},
    },
    host: { nodeVersion: '20.0.0' },
    id: 'i',
    secret: 's',
    start: () => ({
      pid: 1,
      startedMs: performance.now(),
      startedAt: '',
      ended,
      peakMemoryMb: () => undefined,
      stop: (graceMs: number) => void setTimeout(() => end({ exitCode: null, signal: 'SIGTERM' }), graceMs),
    }),
    watch,
  } as unknown as EnvironmentParts
  return { parts, end, api: () => api }
}

/** What a process may tell or ask of the Runtime API. */
function runtimeActions(api: () => RuntimeApiEvents | undefined, requestId: () => string) {
  const headers = {} as IncomingMessage['headers']
  let held: EventEmitter | undefined
  return {
    ask() {
      const asked = new EventEmitter()
      held = asked
      api()?.next({ deliver() {}, onGone: (tell) => void asked.once('close', tell) }, headers)
    },
    respond() {
      const body = Object.assign(new EventEmitter(), { resume() {} }) as unknown as Readable
      const how = { streaming: false, contentType: 'application/json', failure: () => undefined }
      api()?.response(requestId(), { reply: { kind: 'reply', body, ...how }, ending: () => ({}) })
      setTimeout(() => body.emit('close'), 2)
    },
    error: () => api()?.error(requestId(), 'Error', Buffer.from('{}')),
    initError: () => api()?.initError('Error', Buffer.from('{}')),
    hangUp: () => held?.emit('close'),
  }
}

/** Counts what it asked and what it was answered. */
class Caller {
  asked = 0
  answered = 0
  requestId = ''
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  invoke(): void {
    const environment = this.#environment
    if (environment.leased || !environment.usable) return
    environment.leased = true
    this.asked += 1
    const event = makeFunctionEvent('f', '{}', { wantsLog: true })
    this.requestId = event.requestId
    void environment.invoke(event).then(() => {
      this.answered += 1
    })
  }
}
