import { realpathSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { invoke, isAlive, startTestEngine, testFunction, until } from './support/test-engine.ts'

let engine: Engine
beforeAll(async () => {
  process.env.COLDSTART_TEST_SECRET = 'must not leak'
  engine = await startTestEngine([
    testFunction('failing.mjs', { memoryMb: 96, variables: { MINE: 'yes' } }),
    testFunction('failing.mjs', { name: 'short-lived', idleTtlMs: 60 }),
    testFunction('failing.mjs', { name: 'two', maxEnvironments: 2 }),
    testFunction('stubborn.mjs', { idleTtlMs: 60 }),
  ])
})
afterAll(async () => {
  delete process.env.COLDSTART_TEST_SECRET
  await engine.stop()
})

const pidOf = async (name: string) => (await invoke(engine, name, { mode: 'pid' })).json as number

describe('an execution environment', () => {
  it('is one process for one request after the other', async () => {
    expect(await pidOf('failing')).toBe(await pidOf('failing'))
  })

  it('serves one request at a time: requests that find none free start others, up to the limit', async () => {
    const all = await Promise.all([1, 2, 3].map(() => invoke(engine, 'two', { mode: 'sleep', ms: 800 })))
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 429])
    const logs = all.filter(({ status }) => status === 200).map(({ log }) => log)
    expect(logs.every((log) => log.includes('Init Duration'))).toBe(true)
    expect((await invoke(engine, 'two', {})).log).not.toContain('Init Duration')
  })

  it('ends when it has been idle for its TTL, and the next request is a cold start', async () => {
    const pid = await pidOf('short-lived')
    await until(() => !isAlive(pid), 'the idle environment ends')
    const next = await invoke(engine, 'short-lived', { mode: 'pid' })
    expect(next.json).not.toBe(pid)
    expect(next.log).toContain('Init Duration')
  })

  it('that ignores SIGTERM is killed', async () => {
    const pid = (await invoke(engine, 'stubborn', {})).json as number
    await until(() => !isAlive(pid), 'the stubborn environment ends')
  })

  it('takes its child processes with it', async () => {
    const { pid, child } = (await invoke(engine, 'failing', { mode: 'child' })).json as Record<string, number>
    expect(isAlive(child as number)).toBe(true)
    await engine.evict()
    await until(
      () => !isAlive(pid as number) && !isAlive(child as number),
      'the child ends with its environment',
    )
  })

  it('works in a folder of its own that is not the function’s source', async () => {
    const folder = (await invoke(engine, 'failing', { mode: 'cwd' })).json as string
    await engine.evict()
    const other = (await invoke(engine, 'failing', { mode: 'cwd' })).json as string
    expect(folder).not.toBe(other)
    expect(realpathSync(other)).not.toContain('test/engine/functions')
  })

  it('sees an allow-listed environment: nothing of ours, and what the platform sets', async () => {
    const env = (await invoke(engine, 'failing', { mode: 'env' })).json as Record<string, string>
    expect(JSON.stringify(env)).not.toContain('must not leak')
    expect(env).toMatchObject({
      MINE: 'yes',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '96',
      AWS_LAMBDA_FUNCTION_NAME: 'failing',
      _HANDLER: 'failing.handler',
      LAMBDA_TASK_ROOT: (await invoke(engine, 'failing', { mode: 'cwd' })).json,
    })
    const ours = [
      'MINE',
      'TMPDIR',
      'TEMP',
      'TMP',
      'TZ',
      'PATH',
      'LANG',
      'PWD',
      'LAMBDA_TASK_ROOT',
      '_HANDLER',
    ]
    const unexpected = Object.keys(env).filter((key) => !key.startsWith('AWS_') && !ours.includes(key))
    expect(unexpected.filter((key) => key !== '_X_AMZN_TRACE_ID')).toEqual([])
  })

  it('cannot outgrow its memory: it ends alone, and the next request is served', async () => {
    const other = await pidOf('two')
    const full = await invoke(engine, 'failing', { mode: 'memory' })
    expect(full.text).toContain('signal: aborted')
    expect(await pidOf('failing')).toBeTypeOf('number')
    expect(await pidOf('two')).toBe(other)
  })
})
