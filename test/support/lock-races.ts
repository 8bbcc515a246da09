import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import { lockFile } from '../../src/store/lock.ts'
import { type LockPlace, lockPlace } from '../../src/store/lock-place-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const script = fileURLToPath(new URL('./lock-process.mjs', import.meta.url))
/** The error of whoever comes second. */
export const inUse = (pid?: number) =>
  new ColdstartError('ledger-in-use', { path: 'it', ...(pid ? { pid } : {}) })

interface Racer {
  readonly process: ChildProcess
  ask(command: 'take' | 'release'): Promise<string>
}

/** A process of its own that takes the lock and gives it back when it is told to. */
export async function startRacer(path: string, place: Partial<LockPlace>): Promise<Racer> {
  const child = spawn(process.execPath, [script, JSON.stringify({ path, place })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: Interface = createInterface({ input: child.stdout })
  const next = async () => String((await once(lines, 'line'))[0])
  await next()
  return {
    process: child,
    ask(command) {
      const answer = next()
      child.stdin.write(`${command}\n`)
      return answer
    },
  }
}

/** Ends it without a chance to give the lock back. */
export async function killRacer({ process: child }: Racer): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Socket files as macOS needs them, in a folder of the test's own that is as short as the real one. */
export function socketFiles(): Pick<LockPlace, 'platform' | 'folder'> {
  const folder = mkdtempSync('/tmp/coldstart-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { platform: 'darwin', folder: join(folder, 'l') }
}

/** The kinds of lock that run on this system. */
export const kinds: [string, () => Partial<LockPlace>][] = [
  ["this system's own kind", () => ({})],
  ['socket files', socketFiles],
]

/** Processes that race for one lock. */
export function describeRaces(
  chosen: typeof kinds,
  { trials, deaths }: { readonly trials: number; readonly deaths: number },
): void {
  describe.skipIf(process.platform === 'win32').each(chosen)('the lock, over %s', (_kind, placeOf) => {
    it('is held by exactly one of several processes that race for it, time after time', () =>
      raceForIt(placeOf(), trials))

    it('goes to exactly one of those who race for it after its holder was killed', () =>
      raceForItAfterDeaths(placeOf(), deaths))

    it('is kept by a holder that is stopped and answers nobody', async () => {
      const path = join(temporaryFolder(), 'run.jsonl')
      const place = placeOf()
      const holder = await startRacer(path, place)
      expect(await holder.ask('take')).toBe('taken')
      holder.process.kill('SIGSTOP')
      await expect(lockFile(path, inUse, { ...lockPlace(), ...place })).rejects.toMatchObject({
        code: 'ledger-in-use',
      })
    })
  })
}

async function raceForIt(place: Partial<LockPlace>, trials: number): Promise<void> {
  const path = join(temporaryFolder(), 'run.jsonl')
  const racers = await Promise.all(Array.from({ length: 4 }, () => startRacer(path, place)))
  for (let trial = 0; trial < trials; trial++) {
    const answers = await Promise.all(racers.map((racer) => racer.ask('take')))
    expect(answers.toSorted()).toEqual(['refused', 'refused', 'refused', 'taken'])
    await Promise.all(racers.map((racer) => racer.ask('release')))
  }
}

async function raceForItAfterDeaths(place: Partial<LockPlace>, deaths: number): Promise<void> {
  const path = join(temporaryFolder(), 'run.jsonl')
  const racers = await Promise.all(Array.from({ length: 3 }, () => startRacer(path, place)))
  for (let trial = 0; trial < deaths; trial++) {
    const holder = await startRacer(path, place)
    expect(await holder.ask('take')).toBe('taken')
    expect(await racers[0]?.ask('take')).toBe('refused')
    await killRacer(holder)
    const answers = await Promise.all(racers.map((racer) => racer.ask('take')))
    expect(answers.toSorted()).toEqual(['refused', 'refused', 'taken'])
    await Promise.all(racers.map((racer) => racer.ask('release')))
  }
}
