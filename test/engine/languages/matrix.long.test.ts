import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { failuresOf, timedOf } from '../../support/sample-failures.ts'
import { until } from '../support/test-engine.ts'
import type { LanguageProject } from './make-project.ts'
import { disk, type Measured, measure } from './measure-twice.ts'
import { linkRuntimes, projects } from './projects.ts'
import { startServe } from './start-serve.ts'
import { DISK } from './why-no-cold-disk.ts'

const MEMORY_MB = 512
/** More than that, and no more than a test's machine has to spare. */
const TOO_MUCH_MB = 700
const hasMemoryLimit = await limitsMemory()
const here = projects.filter(({ missing }) => missing === undefined)
const together = here.filter(({ runtime }) => runtime === undefined)
const byRuntime = here.filter(({ runtime }) => runtime !== undefined)

const measured = new Map<string, Measured>()
const served = new Map<string, string>()
let folder = ''
let server: Awaited<ReturnType<typeof startServe>> | undefined

beforeAll(async () => {
  folder = mkdtempSync(DISK)
  linkRuntimes(folder)
  const functions = Object.fromEntries(
    together.map((project) => {
      const { entry, ...settings } = project.write(join(folder, project.key))
      return [project.key, { entry: `${project.key}/${entry}`, ...settings }]
    }),
  )
  writeFileSync(join(folder, 'coldstart.config.json'), JSON.stringify({ functions }))
  keep(together, await measure(folder, ['--memory', String(MEMORY_MB)]))
  const scripts = join(folder, 'scripts')
  mkdirSync(scripts)
  linkRuntimes(scripts)
  const [first] = byRuntime
  if (first) {
    const { entry } = first.write(scripts)
    const runtimes = byRuntime.map(({ runtime }) => runtime).join(',')
    const words = [`./${entry}`, '--provider', 'lambda', '--runtime', runtimes, '--memory', String(MEMORY_MB)]
    keep(byRuntime, await measure(scripts, words))
  }
  server = await startServe(folder, ['--memory', String(MEMORY_MB), '--idle-ttl', '60s'])
  for (const { key, place } of together) served.set(key, place.exec(server.said())?.[1] ?? `no ${key}`)
})

afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function keep(of: readonly LanguageProject[], run: Measured): void {
  for (const { key } of of) measured.set(key, run)
}

/** A run of what `--runtime` names calls its targets by it. */
const isOf = ({ key }: LanguageProject, name: string) => name === key || name === `lambda/${key}`
const named = (project: LanguageProject, table: Record<string, string> | undefined) =>
  Object.entries(table ?? {}).find(([name]) => isOf(project, name))?.[1]

function measuredOf(project: LanguageProject) {
  const run = measured.get(project.key)
  if (!run) throw new Error(`${project.key} was not measured`)
  const own = (samples: readonly Sample[]) => samples.filter(({ target }) => isOf(project, target))
  const samples = own(run.samples)
  const cold = timedOf(samples).filter(({ intended }) => intended === 'cold')
  return { ...run, samples, cold, resumed: own(run.resumed) }
}

async function ask(project: LanguageProject, megabytes = 0): Promise<{ status: number; text: string }> {
  const url = served.get(project.key) ?? ''
  const isInvoke = url.endsWith('/invocations')
  const asked = isInvoke ? url : `${url}?megabytes=${megabytes}`
  const event = { method: 'POST', body: JSON.stringify({ megabytes }) }
  const reply = await fetch(asked, isInvoke ? event : {})
  const told = decodeURIComponent(reply.headers.get('x-coldstart-failure') ?? '')
  return { status: reply.status, text: `${told}${await reply.text()}` }
}

async function limitsMemory(): Promise<boolean> {
  const { findCpuControl } = await import('../../../src/engine/cpu/find-cpu-control.ts')
  const control = findCpuControl({ platform: process.platform, execPath: process.execPath }, 'best')
  const { limitsMemory: limits = false } = control ?? {}
  await control?.close()
  return limits
}

for (const project of projects) {
  const { key, missing, tellsLoad, outOfMemory, runtime } = project
  describe.skipIf(missing !== undefined)(
    `${key}${missing ? ` (skipped: ${missing} is not installed)` : ''}`,
    () => {
      it('is proven cold and warm by bench', () => {
        const { samples, cold } = measuredOf(project)
        expect(failuresOf(samples)).toEqual([])
        expect(samples.map(({ intended }) => intended).toSorted()).toEqual(['cold', 'cold', 'warm'])
        for (const { intended, observed } of timedOf(samples)) expect(observed).toBe(intended)
        for (const { evidence, instance } of cold) {
          expect(['platform', 'instance']).toContain(evidence)
          expect(instance).toMatchObject({ invocation: 1, reportedBy: 'engine' })
        }
        // This machine may have been too busy to time some of them.
        expect(cold.length).toBeGreaterThan(0)
        expect(new Set(cold.map(({ instance }) => instance?.id)).size).toBe(cold.length)
      })

      it('is broken down into boot, load and handler by the engine’s stamps', () => {
        for (const { breakdown, instance } of measuredOf(project).cold) {
          expect(breakdown).toMatchObject({ bootMs: expect.any(Number), handlerMs: expect.any(Number) })
          expect(instance?.loadMs !== undefined).toBe(tellsLoad)
          if (!tellsLoad) expect(breakdown?.note).toContain('boot is the whole initialisation')
        }
      })

      it('names what runs it', () => {
        const { result } = measuredOf(project)
        expect(named(project, result.environment.runtimes)).toMatch(/\w/)
      })

      it.skipIf(disk !== undefined)(
        `reads from the disk with --cold-disk=all${disk ? `: ${disk}` : ''}`,
        () => {
          const { cold, result } = measuredOf(project)
          for (const { flags, instance } of cold) {
            expect(flags).toContain('cold-disk')
            expect(instance?.reads?.calls).toBeGreaterThan(0)
            expect(instance?.reads?.diskBytes).toBeGreaterThan(0)
          }
          expect(named(project, result.environment.coldDisks)).toContain('and of the runtime (its program')
        },
      )

      it('has its share of the CPU, or is said to have none', () => {
        const said = named(project, measuredOf(project).result.environment.cpuShares)
        if (key === 'worker') expect(said).toBe('off')
        else expect(said).toMatch(/^0\.\d+ vCPU .*kept by/)
      })

      it('is compared with every other of its run, round by round', () => {
        const { comparisons } = measuredOf(project).result
        const inRun = runtime === undefined ? together : byRuntime
        const pairs = comparisons.filter(({ a, b }) => isOf(project, a) || isOf(project, b))
        expect(pairs.length).toBeGreaterThanOrEqual(inRun.length - 1)
      })

      it('is measured to the end by resume, where its journal was cut in the middle', () => {
        const { samples, resumed } = measuredOf(project)
        expect(resumed.map(({ id }) => id).toSorted()).toEqual(samples.map(({ id }) => id).toSorted())
        expect(failuresOf(resumed)).toEqual([])
        // The first one of a new engine is cold, whatever it was meant to be, and called so.
        for (const { intended, observed } of timedOf(resumed)) expect(['cold', intended]).toContain(observed)
      })

      if (runtime === undefined) {
        it('is served, cold and then warm', async () => {
          expect((await ask(project)).status).toBe(200)
          expect((await ask(project)).status).toBe(200)
          const name =
            new URL(served.get(key) ?? '').pathname.replace('/invocations', '').split('/').at(-1) ?? ''
          const line = (how: string) => new RegExp(`/${name} ${how} \\d`)
          await until(
            () => line('cold').test(server?.said() ?? '') && line('warm').test(server?.said() ?? ''),
            `serve says that ${name} was cold and then warm`,
          )
        })

        it.skipIf(outOfMemory === undefined || !hasMemoryLimit)(
          'ends where it wants more memory than there is, and another takes its place',
          async () => {
            await ask(project)
            const { status, text } = await ask(project, TOO_MUCH_MB)
            if (served.get(key)?.endsWith('/invocations')) expect(text).toMatch(outOfMemory ?? /never/)
            else expect(status, text).toBeGreaterThanOrEqual(500)
            expect((await ask(project)).status).toBe(200)
          },
        )
      }
    },
  )
}

describe('what a Worker does not have', () => {
  it.each([
    ['a memory size', '--memory 256', 'Workers have no sizes'],
    ['a share of the CPU', '--cpu burst', 'Workers have no sizes'],
    ['a runtime', '--runtime nodejs24.x', 'this machine has workerd'],
    ['a disk, where isolates are started', '--cold-disk --worker-cold isolate', 'an isolate reads nothing'],
  ])('is refused by name: %s', async (_, words, said) => {
    const cwd = folder
    const argv = ['bench', './worker/index.mjs', '--provider', 'cloudflare', ...words.split(' '), '--dry-run']
    const { code, stderr } = await runInProcess(argv, { cwd, env: { PATH: process.env.PATH ?? '' } })
    expect(code, stderr).toBe(2)
    expect(stderr).toContain(said)
  })
})
