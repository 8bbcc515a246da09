import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { PATIENCE_MS } from '../support/patience.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { invoke, startTestEngine, testFunction, until } from './support/test-engine.ts'

/** No environment of `two` is free because its time is up, or its caller's. */
const LONG_MS = 2 * PATIENCE_MS

let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('failing.mjs', { name: 'short-lived', idleTtlMs: 60 }),
    testFunction('failing.mjs', { name: 'two', maxEnvironments: 2, timeoutMs: LONG_MS, idleTtlMs: LONG_MS }),
    testFunction('busy-after.mjs', { timeoutMs: 2000, maxEnvironments: 1 }),
  ])
})
afterAll(() => engine.stop())

const pidOf = async (name: string) => (await invoke(engine, name, { mode: 'pid' })).json as number

describe('an execution environment', () => {
  it('is kept during a series of requests, though its time is up in between, and no longer', async () => {
    const release = await engine.hold({ contract: 'lambda', name: 'short-lived' })
    const pid = await pidOf('short-lived')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await pidOf('short-lived')).toBe(pid)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await release()
    expect(await pidOf('short-lived')).not.toBe(pid)
  })

  it('that is busy after its reply is given up, and does not block the function', async () => {
    expect((await invoke(engine, 'busy-after', {})).text).toBe('done')
    const replies = []
    for (let call = 0; call < 4; call++) replies.push((await invoke(engine, 'busy-after', {})).text)
    expect(replies).toContain('done')
  })

  it('is given back when a caller breaks off before its request is complete', async () => {
    const socket = connect(engine.port, '127.0.0.1')
    const path = `${new URL(engine.url).pathname}/lambda-url/two/`
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly a part`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    // The engine hears of it a moment later.
    const both = () => Promise.all([1, 2].map(() => invoke(engine, 'two', { mode: 'sleep', ms: 500 })))
    await expect.poll(async () => (await both()).map(({ status }) => status)).toEqual([200, 200])
  })

  it('is left alone by an eviction while it serves, and ends after its reply', async () => {
    const begun = join(temporaryFolder(), 'begun')
    const busy = invoke(engine, 'two', { mode: 'sleep', ms: 1000, begun })
    await until(() => existsSync(begun), 'it serves')
    await engine.evict()
    expect((await busy).status).toBe(200)
    expect((await invoke(engine, 'two', {})).log).toContain('Init Duration')
  })
})
