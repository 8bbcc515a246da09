import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { builtEntry } from '../../src/core/built-entry.ts'
import type { Engine } from '../../src/engine/start-engine.ts'
import { functions, occupy } from './support/occupied.ts'
import { childrenOf, invoke, isAlive, startTestEngine, testFunction, until } from './support/test-engine.ts'

describe.runIf(process.platform === 'linux')('a process that left its session and its parent', () => {
  const functions = [testFunction('failing.mjs', { name: 'daemon' })]
  const daemonOf = async (engine: Engine) =>
    (await invoke(engine, 'daemon', { mode: 'daemon' })).json as { pid: number; child: number }

  it('ends with its environment', async () => {
    const engine = await startTestEngine(functions)
    const { pid, child } = await daemonOf(engine)
    expect(isAlive(child)).toBe(true)
    await invoke(engine, 'daemon', { mode: 'exit' })
    await until(() => !isAlive(pid) && !isAlive(child), 'environment and daemon end')
    await engine.stop()
  })

  it('ends with an engine that is killed', async () => {
    const engine = await startTestEngine(functions)
    const { child } = await daemonOf(engine)
    process.kill(engine.pid, 'SIGKILL')
    await until(() => !isAlive(child), 'the daemon ends')
    await engine.ended
    await engine.stop()
  })
})

describe('no process survives the engine', () => {
  it('when it is stopped', async () => {
    const engine = await startTestEngine(functions)
    const { pids, folder } = await occupy(engine)
    await engine.stop()
    await until(() => !pids.some(isAlive), 'all environments end')
    expect(existsSync(folder)).toBe(false)
  })

  it('when the process that started it is killed with SIGKILL', async () => {
    const script = `
      import { startEngine } from ${JSON.stringify(pathToFileURL(builtEntry('modules/engine/start-engine.js')).href)}
      const engine = await startEngine(${JSON.stringify({ functions, port: 0, resolveFrom: '/', lambdaRuntime: 'own' })})
      console.log(JSON.stringify({ url: engine.url, pid: engine.pid }))
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const engine = JSON.parse(line.toString()) as { url: string; pid: number }
    const { pids } = await occupy(engine)
    parent.kill('SIGKILL')
    await until(() => ![engine.pid, ...pids].some(isAlive), 'engine and environments end')
  })

  it('when the watchdog was killed first: another one takes its place', async () => {
    const engine = await startTestEngine(functions)
    const watchdog = childrenOf(engine.pid)[0]
    if (watchdog === undefined) return void (await engine.stop()) // only Linux lists children
    process.kill(watchdog, 'SIGKILL')
    await until(() => childrenOf(engine.pid).some((pid) => pid !== watchdog), 'a new watchdog')
    const { pids } = await occupy(engine)
    process.kill(engine.pid, 'SIGKILL')
    await until(() => !pids.some(isAlive), 'all environments end')
  })
})
