import { join } from 'node:path'
import { expect, it } from 'vitest'
import { canImport, pythonPath } from '../support/python-oracle.ts'
import { writeProject } from './support/own-function.ts'
import {
  ADA,
  fixtures,
  GREETING,
  hasPython,
  oracle,
  reportOf,
  serve,
  skipped,
} from './support/serve-language.ts'
import { invoke, isAlive, until } from './support/test-engine.ts'

const hasRic = canImport(pythonPath, 'awslambdaric')

it.runIf(hasPython)(`runs the Python sample, cold and warm${skipped(hasPython, 'python3')}`, async () => {
  const { engine, served } = await serve('app.py', join(fixtures, 'hello-python'))
  expect(served?.runtimeClient).toMatch(/^coldstart runtime client on python 3\./)
  const cold = await invoke(engine, 'app', ADA)
  const warm = await invoke(engine, 'app', { ...ADA, nonce: 'another' })
  expect([cold.json, warm.json]).toEqual([GREETING, { ...GREETING, nonce: 'another' }])
  const reports = [cold, warm].map(reportOf)
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
    if event.get('names'): return [name for name in os.environ if 'COLDSTART' in name]
    if event.get('child'): return subprocess.Popen(['sleep', '600']).pid
    return {'count': count, 'left': context.get_remaining_time_in_millis() > 0, 'memory': context.memory_limit_in_mb}
`
  const { engine } = await serve('app.py', writeProject({ 'app.py': source }))
  const raised = await invoke(engine, 'app', { raise: true })
  expect(raised.json).toMatchObject({ errorType: 'ValueError', errorMessage: 'no such thing' })
  expect((await invoke(engine, 'app', {})).json).toEqual({ count: 2, left: true, memory: '1024' })
  expect((await invoke(engine, 'app', { names: true })).json).toEqual([])
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

it.runIf(hasRic)(`runs Python under AWS’s client${skipped(hasRic, 'awslambdaric')}`, async () => {
  const searchPath = join(oracle, '.venv/bin')
  const source = "def handler(event, context):\n    return 1 / event['by']\n"
  const { engine, served } = await serve(
    'app.py',
    writeProject({ 'app.py': source }),
    {},
    { searchPath, lambdaRuntime: 'installed' },
  )
  expect(served?.runtimeClient).toMatch(/^awslambdaric \d.* on python 3\./)
  expect((await invoke(engine, 'app', { by: 2 })).json).toBe(0.5)
  expect((await invoke(engine, 'app', { by: 0 })).json).toMatchObject({ errorType: 'ZeroDivisionError' })
  expect(reportOf(await invoke(engine, 'app', { by: 1 }))).toMatchObject({ invocation: 3 })
})
