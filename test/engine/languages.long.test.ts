import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeProject } from './support/own-function.ts'
import { invoke, isAlive, startTestEngine, until } from './support/test-engine.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')
const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0
const hasPython = has('python3', '--version')
const hasGo = has('go', 'version')

async function serve(path: string, cwd: string) {
  const workload = await openOwnFunction({ path, contract: 'lambda', cwd })
  const functions = [{ ...functionDefaults, idleTtlMs: 60_000, timeoutMs: 5000, ...workload }]
  const engine = await startTestEngine(functions, { searchPath: env.PATH ?? '' })
  onTestFinished(() => engine.stop())
  return { engine, served: engine.functions[0] }
}

const skipped = (has: boolean, what: string) => (has ? '' : ` (skipped: ${what} is not installed)`)

it.runIf(hasPython)(`runs the Python sample, cold and warm${skipped(hasPython, 'python3')}`, async () => {
  const { engine, served } = await serve('app.py', join(fixtures, 'hello-python'))
  expect(served?.runtimeClient).toMatch(/^coldstart runtime client on python 3\./)
  const cold = await invoke(engine, 'app', { name: 'Ada', nonce: 'n1' })
  const warm = await invoke(engine, 'app', { name: 'Ada', nonce: 'n2' })
  expect([cold.json, warm.json]).toEqual([
    { message: 'Hello, Ada!', nonce: 'n1' },
    { message: 'Hello, Ada!', nonce: 'n2' },
  ])
  const reports = [cold, warm].map(({ headers }) => JSON.parse(headers['x-coldstart-instance'] ?? '{}'))
  expect(reports[0]).toMatchObject({ invocation: 1, runtime: expect.stringMatching(/^python 3\./) })
  expect(reports[1]).toMatchObject({ invocation: 2, id: reports[0].id })
  expect(Object.keys(reports[0])).toEqual(expect.arrayContaining(['bootMs', 'loadMs', 'handlerMs']))
  expect(cold.log).toMatch(/INIT_START Runtime Version: python:3\.[\s\S]*Init Duration/)
})

it.runIf(hasPython)('says what a Python function says as it fails, and starts another', async () => {
  const source = `import os, subprocess, sys
count = 0
def handler(event, context):
    global count
    count += 1
    if event.get('raise'): raise ValueError('no such thing')
    if event.get('exit'): os._exit(7)
    if event.get('child'): return subprocess.Popen(['sleep', '600']).pid
    return {'count': count, 'left': context.get_remaining_time_in_millis() > 0, 'memory': context.memory_limit_in_mb}
`
  const { engine } = await serve('app.py', writeProject({ 'app.py': source }))
  const raised = await invoke(engine, 'app', { raise: true })
  expect(raised.json).toMatchObject({ errorType: 'ValueError', errorMessage: 'no such thing' })
  expect((await invoke(engine, 'app', {})).json).toEqual({ count: 2, left: true, memory: '1024' })
  const { json: child } = await invoke(engine, 'app', { child: true })
  const ended = await invoke(engine, 'app', { exit: true })
  expect(ended.json).toMatchObject({ errorMessage: expect.stringContaining('exit status 7') })
  await until(() => !isAlive(child as number), 'the end of what it started')
  expect((await invoke(engine, 'app', {})).json).toMatchObject({ count: 1 })
})

it.runIf(hasPython)('says why a Python function cannot be loaded', async () => {
  const { engine } = await serve(
    'app.py',
    writeProject({ 'app.py': 'import nowhere\ndef handler(e, c):\n    pass\n' }),
  )
  const { json } = await invoke(engine, 'app', {})
  expect(json).toMatchObject({ errorType: 'Runtime.ImportModuleError' })
})

it.runIf(hasGo)(`runs a bootstrap, built of the Go sample${skipped(hasGo, 'go')}`, async () => {
  const folder = temporaryFolder()
  copyFileSync(join(fixtures, 'hello-go/main.go'), join(folder, 'main.go'))
  mkdirSync(join(folder, 'cache'))
  const options = { cwd: folder, env: { ...env, CGO_ENABLED: '0' } }
  expect(spawnSync('go', ['build', '-o', 'bootstrap', 'main.go'], options).status).toBe(0)
  const { engine, served } = await serve('bootstrap', folder)
  expect(served?.runtimeClient).toBe('its own bootstrap')
  const { json, headers } = await invoke(engine, 'bootstrap', { name: 'Ada', nonce: 'n' })
  expect(json).toEqual({ message: 'Hello, Ada!', nonce: 'n' })
  expect(JSON.parse(headers['x-coldstart-instance'] ?? '{}')).toMatchObject({
    invocation: 1,
    runtime: 'provided',
  })
})

it('refuses a bootstrap that cannot be executed, and Python where there is none', async () => {
  const folder = writeProject({
    bootstrap: '#!/bin/sh\n',
    'app.py': readFileSync(join(fixtures, 'hello-python/app.py'), 'utf8'),
  })
  chmodSync(join(folder, 'bootstrap'), 0o644)
  await expect(serve('bootstrap', folder)).rejects.toMatchObject({ code: 'not-executable' })
  writeFileSync(join(folder, 'empty'), '')
  const workload = await openOwnFunction({ path: 'app.py', contract: 'lambda', cwd: folder })
  const started = startTestEngine([{ ...functionDefaults, ...workload }], { searchPath: folder })
  await expect(started).rejects.toMatchObject({ code: 'interpreter-missing' })
})
