import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import { fakeIo } from '../../support/fake-io.ts'

let cwd: string
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'coldstart-ahead-'))
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

/** What is told of an engine's process while a bench is refused. */
async function toldOf(argv: readonly string[], changes: Parameters<typeof fakeIo>[0] = {}) {
  const told: string[] = []
  const startEngine = () => Promise.reject(new Error('nothing is served here'))
  const startEngineAhead = async () => {
    told.push('started')
    return { startEngine, discard: async () => void told.push('discarded') }
  }
  // An idle period that is none: refused once the words are read.
  await main(['bench', '--idle', '5x', ...argv], { ...fakeIo({ cwd, ...changes }), startEngineAhead })
  return told
}

it('starts the engine’s process before the words are read, and ends it where the run is refused', async () => {
  expect(await toldOf([])).toEqual(['started', 'discarded'])
  expect(await toldOf(['--provider', 'lambda'])).toEqual(['started', 'discarded'])
})

it.each([
  [['--deploy', '--provider', 'lambda'], {}],
  [['--dry-run'], {}],
  [['--target', 'mine=https://host/x'], {}],
  [['--workers', 'env:REDIS_URL'], {}],
  [[], { env: { COLDSTART_DEPLOY: '1' } }],
  [[], { env: { COLDSTART_TARGET: 'mine=https://host/x' } }],
  [[], { env: { COLDSTART_TARGETS: 'mine=https://host/x' } }],
])('starts none for %j with %j', async (argv, changes) => {
  expect(await toldOf(argv, changes)).toEqual([])
})
