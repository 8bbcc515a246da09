import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { has } from './support/has-program.ts'
import { writeProject } from './support/own-function.ts'
import { ADA, fixtures, GREETING, hasGo, oracle, reportOf, serve, skipped } from './support/serve-language.ts'
import { invoke } from './support/test-engine.ts'

const hasRuby = has('ruby', '--version')
const hasRust = has('rustc', '--version')
const hasJava = has('javac', '-version') && existsSync(join(oracle, 'dependency'))
const hasScripts = existsSync(join(oracle, 'node_modules/bun'))

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

it.runIf(hasGo)(`runs a bootstrap, built of the Go sample${skipped(hasGo, 'go')}`, async () => {
  const folder = temporaryFolder()
  copyFileSync(join(fixtures, 'hello-go/main.go'), join(folder, 'main.go'))
  mkdirSync(join(folder, 'cache'))
  const options = { cwd: folder, env: { ...env, CGO_ENABLED: '0' } }
  expect(spawnSync('go', ['build', '-o', 'bootstrap', 'main.go'], options).status).toBe(0)
  const { engine, served } = await serve('bootstrap', folder)
  expect(served?.runtimeClient).toBe('its own bootstrap')
  const reply = await invoke(engine, 'bootstrap', ADA)
  expect(reply.json).toEqual(GREETING)
  expect(reportOf(reply)).toMatchObject({ invocation: 1, runtime: 'provided' })
})
