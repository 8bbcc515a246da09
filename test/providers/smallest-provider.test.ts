import { afterAll, expect, it, onTestFinished, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { Result } from '../../src/core/result.ts'
import { fakeIo } from '../support/fake-io.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Test files share one module cache: this one has a fresh one, and leaves a fresh one behind.
vi.hoisted(() => vi.resetModules())
afterAll(() => {
  vi.doUnmock('../../src/providers/registry.ts')
  vi.resetModules()
})

/** The one line that changes outside the folder of the new provider: the registry has a name more. */
vi.mock('../../src/providers/registry.ts', async (original) => ({
  ...(await original<typeof import('../../src/providers/registry.ts')>()),
  loopback: (await import('./smallest/index.ts')).loopback,
}))

interface LoopbackFunction {
  readonly greeting: string
  instance: number
  invocation: number
  startedAt?: string
}

/** A platform on this machine: PUT makes a function, POST replaces its instance, GET invokes it, DELETE removes it. */
async function loopbackPlatform() {
  const functions = new Map<string, LoopbackFunction>()
  let instances = 0
  const server = await startHttpServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://loopback.test')
    const found = functions.get(pathname)
    if (request.method === 'PUT')
      functions.set(pathname, {
        greeting: searchParams.get('greeting') ?? '',
        instance: ++instances,
        invocation: 0,
      })
    if (request.method === 'DELETE') functions.delete(pathname)
    if (request.method === 'POST' && found) Object.assign(found, { instance: ++instances, invocation: 0 })
    if (request.method !== 'GET') return response.end()
    if (!found) return response.writeHead(404).end()
    found.invocation += 1
    if (found.invocation === 1) found.startedAt = new Date().toISOString()
    const { invocation, startedAt } = found
    const instance = { id: `instance-${found.instance}`, invocation, startedAt }
    response.end(JSON.stringify({ message: found.greeting, nonce: searchParams.get('nonce'), instance }))
  })
  onTestFinished(() => server.close())
  const cwd = temporaryFolder()
  const env = { COLDSTART_BASE_URLS: `loopback=${server.origin}` }
  const run = async (line: string) => {
    const io = fakeIo({ cwd, env })
    return { code: await main(line.split(' '), io), ...io.written }
  }
  return { functions, run }
}

it('deploys, measures and takes down on a platform that is one folder and one registry line', async () => {
  const { functions, run } = await loopbackPlatform()
  const deployed = await run('deploy loopback --loopback-greeting salut --yes')
  expect(deployed).toMatchObject({ code: 0, stderr: expect.stringContaining('+ function coldstart-') })
  expect([...functions.values()]).toMatchObject([{ greeting: 'salut' }])
  expect((await run('list')).stdout).toContain('loopback-function coldstart-')
  expect((await run('destroy --yes')).code).toBe(0)
  expect(functions.size).toBe(0)

  const measured = await run(
    'bench --provider loopback --yes --cold 2 --warm 2 --cold-by evict --format json --samples --quiet',
  )
  expect(measured.code, measured.stderr).toBe(0)
  const { samples } = JSON.parse(measured.stdout) as Result
  const forced = samples.filter(({ coldBy }) => coldBy === 'evict')
  expect(forced.map(({ instance }) => instance?.invocation)).toEqual([1, 1])
  // A wait in which this machine stood still has no temperature.
  const timed = forced.filter(({ error }) => error?.kind !== 'client')
  expect(timed.filter(({ observed }) => observed !== 'cold')).toEqual([])
  expect(functions.size).toBe(0)
})

it('refuses in a dry run what its plan refuses, is in the help, and on the local engine says why not', async () => {
  const { run } = await loopbackPlatform()
  const help = await run('deploy --help')
  expect(help.stdout).toContain('--loopback-greeting <word>')
  expect(help.stdout).toMatch(/vercel, loopback\b/)
  const refused = await run('deploy loopback --memory 512 --yes')
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('it has one size') })
  const local = await run('bench --provider loopback --local')
  expect(local).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot stand in for loopback') })
  expect((await run('doctor loopback')).stdout).toContain('Loopback platform: ready')
})
