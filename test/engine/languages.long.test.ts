import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineOptions, functionDefaults } from '../../src/engine/engine-options.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { canImport, pythonPath } from '../support/python-oracle.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeProject } from './support/own-function.ts'
import { type Invoked, invoke, isAlive, startTestEngine, until } from './support/test-engine.ts'

const oracle = join(import.meta.dirname, '../oracles/languages')
const fixtures = join(import.meta.dirname, '../../fixtures')
const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0
const hasPython = has('python3', '--version')
const hasGo = has('go', 'version')
const hasRuby = has('ruby', '--version')
const hasRust = has('rustc', '--version')
const hasJava = has('javac', '-version') && existsSync(join(oracle, 'dependency'))
const hasScripts = existsSync(join(oracle, 'node_modules/bun'))
const hasRic = canImport(pythonPath, 'awslambdaric')
const ADA = { name: 'Ada', nonce: 'n' }
const GREETING = { message: 'Hello, Ada!', nonce: 'n' }
const reportOf = ({ headers }: Invoked) => JSON.parse(headers['x-coldstart-instance'] ?? '{}')

interface Served {
  readonly exportName?: string
  readonly runtime?: string
}

async function serve(
  path: string,
  cwd: string,
  { exportName, runtime }: Served = {},
  engineOptions: Partial<EngineOptions> = {},
) {
  const workload = await openOwnFunction({ path, contract: 'lambda', cwd, ...(exportName && { exportName }) })
  const own = {
    ...functionDefaults,
    idleTtlMs: 60_000,
    timeoutMs: 60_000,
    initTimeoutMs: 60_000,
    ...workload,
  }
  const functions = [{ ...own, ...(runtime && { runtime }) }]
  const resolveFrom = oracle
  const engine = await startTestEngine(functions, {
    searchPath: env.PATH ?? '',
    resolveFrom,
    ...engineOptions,
  })
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

it.runIf(hasRuby)(`runs the Ruby sample, cold and warm${skipped(hasRuby, 'ruby')}`, async () => {
  const { engine, served } = await serve('app.rb', join(fixtures, 'hello-ruby'))
  expect(served?.runtimeClient).toMatch(/^coldstart runtime client on ruby \d/)
  const [cold, warm] = [await invoke(engine, 'app', ADA), await invoke(engine, 'app', ADA)]
  expect([cold.json, warm.json]).toEqual([GREETING, GREETING])
  expect(reportOf(warm)).toMatchObject({ invocation: 2, id: reportOf(cold).id })
  expect(Object.keys(reportOf(cold))).toEqual(expect.arrayContaining(['bootMs', 'loadMs', 'handlerMs']))
})

it.runIf(hasRuby)('says what a Ruby function says as it fails, and why one cannot be loaded', async () => {
  const source = `def handler(event:, context:)
  raise ArgumentError, 'no such thing' if event['raise']
  exit!(7) if event['exit']
  { left: context.get_remaining_time_in_millis > 0, memory: context.memory_limit_in_mb }
end
`
  const { engine } = await serve('app.rb', writeProject({ 'app.rb': source }))
  const raised = await invoke(engine, 'app', { raise: true })
  expect(raised.json).toMatchObject({ errorType: 'Function<ArgumentError>', errorMessage: 'no such thing' })
  expect((await invoke(engine, 'app', {})).json).toEqual({ left: true, memory: '1024' })
  expect((await invoke(engine, 'app', { exit: true })).json).toMatchObject({
    errorMessage: expect.stringContaining('exit status 7'),
  })
  const broken = writeProject({ 'app.rb': "require 'nowhere'\ndef handler(event:, context:)\nend\n" })
  const { engine: other } = await serve('app.rb', broken)
  expect((await invoke(other, 'app', {})).json).toMatchObject({ errorType: 'Init<LoadError>' })
})

it.runIf(hasRust)(`runs a bootstrap, built of the Rust sample${skipped(hasRust, 'rustc')}`, async () => {
  const folder = temporaryFolder()
  const source = join(fixtures, 'hello-rust/src/main.rs')
  expect(spawnSync('rustc', ['-o', join(folder, 'bootstrap'), source]).status).toBe(0)
  const { engine } = await serve('bootstrap', folder, { runtime: 'provided.al2023' })
  const [cold, warm] = [await invoke(engine, 'bootstrap', ADA), await invoke(engine, 'bootstrap', ADA)]
  expect([cold.json, warm.json]).toEqual([GREETING, GREETING])
  expect(reportOf(warm)).toMatchObject({ invocation: 2, id: reportOf(cold).id })
  // Nobody but its own code knows when it had loaded: the start is one part.
  expect(Object.keys(reportOf(cold))).toContain('bootMs')
  expect(Object.keys(reportOf(cold))).not.toContain('loadMs')
})

it.runIf(hasJava)(`runs Java under AWS’s client${skipped(hasJava, 'javac or that client')}`, async () => {
  const folder = temporaryFolder()
  const source = `package ex;
public class H {
  public String handleRequest(java.util.Map<String, Object> event) {
    if (event.containsKey("raise")) throw new IllegalStateException("no such thing");
    return "Hello, " + event.get("name") + "!";
  }
}
`
  writeFileSync(join(folder, 'H.java'), source)
  expect(spawnSync('javac', ['-d', 'classes', 'H.java'], { cwd: folder }).status).toBe(0)
  expect(spawnSync('jar', ['cf', 'app.jar', '-C', 'classes', '.'], { cwd: folder }).status).toBe(0)
  await expect(serve('app.jar', folder, { exportName: 'ex.H::handleRequest' })).rejects.toMatchObject({
    code: 'java-client-missing',
  })
  cpSync(join(oracle, 'dependency'), join(folder, 'dependency'), { recursive: true })
  const { engine, served } = await serve('app.jar', folder, { exportName: 'ex.H::handleRequest' })
  expect(served?.runtimeClient).toMatch(/^aws-lambda-java-runtime-interface-client 2\.\d.* on java \d/)
  expect((await invoke(engine, 'app', ADA)).json).toBe('Hello, Ada!')
  expect((await invoke(engine, 'app', { raise: true })).json).toMatchObject({
    errorMessage: 'no such thing',
    errorType: 'java.lang.IllegalStateException',
  })
})

it.runIf(hasScripts).each(['bun', 'deno'])(
  `runs JavaScript under %s${skipped(hasScripts, 'its npm package')}`,
  async (runtime) => {
    const source = `export const handler = async (event) => {
  if (event.raise) throw new TypeError('no such thing')
  return typeof globalThis[${JSON.stringify(runtime === 'bun' ? 'Bun' : 'Deno')}]
}
`
    const { engine, served } = await serve('app.mjs', writeProject({ 'app.mjs': source }), { runtime })
    expect(served?.runtimeClient).toMatch(new RegExp(`^coldstart runtime client on ${runtime} \\d`, 'i'))
    expect((await invoke(engine, 'app', {})).json).toBe('object')
    expect((await invoke(engine, 'app', { raise: true })).json).toMatchObject({ errorType: 'TypeError' })
    expect(reportOf(await invoke(engine, 'app', {})).runtime).toMatch(new RegExp(`^${runtime} \\d`))
  },
)

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

it('refuses a runtime that is not here, by name', async () => {
  const folder = writeProject({
    'app.mjs': 'export const handler = async () => 1\n',
    'app.py': 'def handler(e, c):\n    pass\n',
  })
  const refused = (path: string, runtime: string) => expect(serve(path, folder, { runtime })).rejects
  await refused('app.mjs', 'nodejs4.x').toMatchObject({
    message: expect.stringMatching(/nodejs4\.x: this machine has Node \d+/),
  })
  await refused('app.mjs', 'python3.14').toMatchObject({
    message: expect.stringContaining('a function for nodejs'),
  })
  await refused('app.mjs', 'noedjs20.x').toMatchObject({ hint: 'Did you mean nodejs20.x?' })
  if (hasPython) await refused('app.py', 'python2.1').toMatchObject({ code: 'runtime-not-here' })
})

it('refuses a bootstrap that cannot be executed, and Python where there is none', async () => {
  const folder = writeProject({
    bootstrap: '#!/bin/sh\n',
    'app.py': readFileSync(join(fixtures, 'hello-python/app.py'), 'utf8'),
  })
  chmodSync(join(folder, 'bootstrap'), 0o644)
  await expect(serve('bootstrap', folder)).rejects.toMatchObject({ code: 'not-executable' })
  chmodSync(join(folder, 'bootstrap'), 0o755)
  writeFileSync(join(folder, 'empty'), '')
  const workload = await openOwnFunction({ path: 'app.py', contract: 'lambda', cwd: folder })
  const started = startTestEngine([{ ...functionDefaults, ...workload }], { searchPath: folder })
  await expect(started).rejects.toMatchObject({ code: 'interpreter-missing' })
})
