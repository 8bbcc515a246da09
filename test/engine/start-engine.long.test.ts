import { describe, expect, it } from 'vitest'
import type { EngineOptions } from '../../src/engine/engine-options.ts'
import { startEngineAhead } from '../../src/engine/start-engine.ts'
import { invoke, testFunction } from './support/test-engine.ts'

const event = testFunction('event.mjs')
const options: EngineOptions = {
  functions: [event],
  port: 0,
  resolveFrom: event.root,
  lambdaRuntime: 'own',
}

describe('an engine whose process was started ahead', () => {
  it('serves as any other, the second one in a process of its own', async () => {
    const ahead = startEngineAhead()
    const first = await ahead.startEngine(options)
    await ahead.discard()
    const second = await ahead.startEngine(options)
    expect(second.pid).not.toBe(first.pid)
    expect((await invoke(first, 'event', {})).status).toBe(200)
    expect((await invoke(second, 'event', {})).status).toBe(200)
    await Promise.all([first.stop(), second.stop()])
  })

  it('ends where nobody had something to serve', async () => {
    await startEngineAhead().discard()
  })
})
