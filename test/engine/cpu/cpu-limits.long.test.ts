import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { cpuFor } from '../../../src/engine/cpu/cpu-share.ts'
import { type FunctionOptions, functionDefaults } from '../../../src/engine/engine-options.ts'
import type { Engine } from '../../../src/engine/start-engine.ts'
import { openOwnFunction } from '../../../src/workload/own-function.ts'
import { writeProject } from '../support/own-function.ts'
import { childrenOf, invoke, isAlive, startTestEngine, testFunction, until } from '../support/test-engine.ts'

const V1 = '/sys/fs/cgroup/cpu/cpu.cfs_period_us'
const hasGroups = process.getuid?.() === 0 && existsSync(V1)
const isUnix = process.platform !== 'win32'

let engine: Engine | undefined
afterEach(async () => {
  await engine?.stop()
  engine = undefined
})

function limited(changes: Partial<FunctionOptions> = {}): FunctionOptions {
  return testFunction('busy.mjs', {
    memoryMb: 128,
    timeoutMs: 60_000,
    ...cpuFor('lambda', 128, undefined),
    ...changes,
  })
}

async function shareOf(name: string): Promise<number> {
  if (!engine) throw new Error('no engine')
  await invoke(engine, name, { cpuMs: 0 })
  const { json } = await invoke(engine, name, { cpuMs: 100 })
  const { cpuMs, wallMs } = json as { cpuMs: number; wallMs: number }
  return cpuMs / wallMs / (128 / 1769)
}

it.runIf(hasGroups)('holds a handler to its share by control groups', async () => {
  engine = await startTestEngine([limited()])
  expect(engine.functions[0]?.cpu).toMatch(
    /^0\.072 vCPU after an initialisation at full speed, kept by cgroup v[12]/,
  )
  const got = await shareOf('busy')
  expect(got).toBeGreaterThan(0.7)
  expect(got).toBeLessThan(1.3)
})

it.runIf(isUnix)('holds a handler to its share by stopping its process group', async () => {
  engine = await startTestEngine([limited()], { cpuControl: 'duty-cycle' })
  expect(engine.functions[0]?.cpu).toContain('kept by duty cycle, memory not limited')
  const got = await shareOf('busy')
  expect(got).toBeGreaterThan(0.6)
  expect(got).toBeLessThan(1.4)
})

it.runIf(isUnix)(
  'goes on with another controller, and with no group stopped, when somebody kills it',
  async () => {
    engine = await startTestEngine([limited()], { cpuControl: 'duty-cycle' })
    const first = controllerOf(engine.pid)
    const work = invoke(engine, 'busy', { cpuMs: 60 })
    if (first === undefined) throw new Error('no controller')
    process.kill(first, 'SIGKILL')
    expect((await work).json).toHaveProperty('cpuMs')
    const isAnother = (pid: number | undefined) => pid !== undefined && pid !== first
    await until(() => isAnother(controllerOf(engine?.pid ?? 0)), 'another controller')
  },
)

it.runIf(isUnix)('leaves nobody stopped or alive when the engine is killed', async () => {
  engine = await startTestEngine([limited()], { cpuControl: 'duty-cycle' })
  const { json } = await invoke(engine, 'busy', { cpuMs: 0 })
  const { pid } = json as { pid: number }
  void invoke(engine, 'busy', { cpuMs: 5000 }).catch(() => {})
  const controller = controllerOf(engine.pid)
  process.kill(engine.pid, 'SIGKILL')
  await until(
    () => !isAlive(pid) && !(controller !== undefined && isAlive(controller)),
    'the end of environment and controller',
  )
})

it.runIf(hasGroups)('removes its control groups, also when the engine is killed', async () => {
  engine = await startTestEngine([limited()])
  await invoke(engine, 'busy', { cpuMs: 0 })
  const { json } = await invoke(engine, 'busy', { groups: true })
  const folders: string[] = (json as { groups: string }).groups.match(/coldstart-\w+/g) ?? []
  expect(folders.length).toBeGreaterThan(0)
  process.kill(engine.pid, 'SIGKILL')
  const left = () => readdirSync('/sys/fs/cgroup/cpu').filter((name) => folders.includes(name))
  await until(() => left().length === 0, 'the end of its control groups')
})

it.runIf(hasGroups)(
  'ends an environment that wants more memory than there is, and says so as Lambda does',
  async () => {
    engine = await startTestEngine([limited()])
    const { json, log } = await invoke(engine, 'busy', { megabytes: 400 })
    expect(json).toMatchObject({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringContaining('Runtime exited with error: signal: killed'),
    })
    expect(log).toContain('Error Type: Runtime.OutOfMemory')
    expect((await invoke(engine, 'busy', { cpuMs: 0 })).json).toHaveProperty('pid')
  },
)

it.runIf(hasGroups)(
  'outlives a program of its own that wanted too much, and its next error is that error',
  async () => {
    const source = `import { spawnSync } from 'node:child_process'
export const handler = async ({ megabytes, raise }) => {
  if (raise) throw new TypeError('no such thing')
  return spawnSync(process.execPath, ['-e', 'Buffer.alloc(' + megabytes + ' * 2 ** 20, 1)'], { stdio: 'ignore' }).signal
}
`
    const cwd = writeProject({ 'app.mjs': source })
    const workload = await openOwnFunction({ path: 'app.mjs', contract: 'lambda', cwd })
    const share = cpuFor('lambda', 256, undefined)
    const options = { ...functionDefaults, ...workload, idleTtlMs: 60_000, timeoutMs: 60_000, memoryMb: 256 }
    engine = await startTestEngine([{ ...options, ...share }])
    expect((await invoke(engine, 'app', { megabytes: 600 })).json).toBe('SIGKILL')
    expect((await invoke(engine, 'app', { raise: true })).json).toMatchObject({ errorType: 'TypeError' })
  },
)

function controllerOf(enginePid: number): number | undefined {
  const isIt = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('duty-cycle-process')
  return childrenOf(enginePid).find((pid) => isAlive(pid) && isIt(pid))
}
