import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import { isLocked, lockFile } from '../../src/store/lock.ts'
import { type LockPlace, lockPlace } from '../../src/store/lock-place-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const script = fileURLToPath(new URL('../support/lock-process.mjs', import.meta.url))
const inUse = (pid?: number) => new ColdstartError('ledger-in-use', { path: 'it', ...(pid ? { pid } : {}) })

interface Racer {
  readonly process: ChildProcess
  ask(command: 'take' | 'release'): Promise<string>
}

async function startRacer(path: string, place: Partial<LockPlace>): Promise<Racer> {
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

async function kill({ process: child }: Racer): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Socket files as macOS needs them, in a folder of the test's own that is as short as the real one. */
function socketFiles(): Pick<LockPlace, 'platform' | 'folder'> {
  const folder = mkdtempSync('/tmp/coldstart-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { platform: 'darwin', folder: join(folder, 'l') }
}

const kinds: [string, () => Partial<LockPlace>][] = [
  ["this system's own kind", () => ({})],
  ['socket files', socketFiles],
]

describe.skipIf(process.platform === 'win32').each(kinds)('the lock, over %s', (_kind, placeOf) => {
  it('is held by exactly one of several processes that race for it, time after time', async () => {
    const path = join(temporaryFolder(), 'run.jsonl')
    const place = placeOf()
    const racers = await Promise.all(Array.from({ length: 4 }, () => startRacer(path, place)))
    for (let trial = 0; trial < 100; trial++) {
      const answers = await Promise.all(racers.map((racer) => racer.ask('take')))
      expect(answers.toSorted()).toEqual(['refused', 'refused', 'refused', 'taken'])
      await Promise.all(racers.map((racer) => racer.ask('release')))
    }
  })

  it('goes to exactly one of those who race for it after its holder was killed', async () => {
    const path = join(temporaryFolder(), 'run.jsonl')
    const place = placeOf()
    const racers = await Promise.all(Array.from({ length: 3 }, () => startRacer(path, place)))
    for (let trial = 0; trial < 6; trial++) {
      const holder = await startRacer(path, place)
      expect(await holder.ask('take')).toBe('taken')
      expect(await racers[0]?.ask('take')).toBe('refused')
      await kill(holder)
      const answers = await Promise.all(racers.map((racer) => racer.ask('take')))
      expect(answers.toSorted()).toEqual(['refused', 'refused', 'taken'])
      await Promise.all(racers.map((racer) => racer.ask('release')))
    }
  })

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

  it('names the process that holds it, and can be looked at without being taken', async () => {
    const path = join(temporaryFolder(), 'run.jsonl')
    const place = { ...lockPlace(), ...placeOf(), pid: 4711 }
    expect(await isLocked(path, place)).toBe(false)
    const release = await lockFile(path, inUse, place)
    expect(await isLocked(path, place)).toBe(true)
    await expect(lockFile(path, inUse, place)).rejects.toThrow('process 4711')
    await release()
    expect(await isLocked(path, place)).toBe(false)
  })

  it('is one lock for a file however it is spelt, and another for every other file', async () => {
    const folder = join(temporaryFolder(), 'results')
    mkdirSync(folder)
    writeFileSync(join(folder, 'run.jsonl'), '')
    symlinkSync(join(folder, 'run.jsonl'), join(folder, 'link.jsonl'))
    const place = { ...lockPlace(), ...placeOf() }
    const release = await lockFile(join(folder, 'run.jsonl'), inUse, place)
    expect(await isLocked(join(folder, 'link.jsonl'), place)).toBe(true)
    expect(await isLocked(join(folder, 'Run.jsonl'), place)).toBe(false)
    expect(await isLocked(join(folder, 'run.json'), place)).toBe(false)
    // A folder that answers to RESULTS as well lies where case is ignored.
    symlinkSync(folder, join(folder, '..', 'RESULTS'))
    await release()
    const again = await lockFile(join(folder, 'new.jsonl'), inUse, place)
    expect(await isLocked(join(folder, 'NEW.jsonl'), place)).toBe(true)
    await again()
  })
})

describe.skipIf(process.platform === 'win32')('where socket files lie', () => {
  it('is short and the same for every process of a user, whatever TMPDIR says', () => {
    const before = process.env.TMPDIR
    onTestFinished(() => {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
    })
    const { folder } = lockPlace()
    process.env.TMPDIR = `/tmp/${'long'.repeat(30)}`
    expect(lockPlace().folder).toBe(folder)
    expect(`${folder}/${'0'.repeat(24)}-${'0'.repeat(12)}.sock`.length).toBeLessThan(104)
    expect(tmpdir()).not.toBe(folder)
  })

  it('is a folder of the user alone, which is put right or refused', async () => {
    const place = { ...lockPlace(), ...socketFiles() }
    const path = join(temporaryFolder(), 'run.jsonl')
    mkdirSync(place.folder)
    chmodSync(place.folder, 0o777)
    const release = await lockFile(path, inUse, place)
    expect(statSync(place.folder).mode & 0o777).toBe(0o700)
    await release()
    expect(readdirSync(place.folder)).toEqual([])
    const other = { ...place, uid: (place.uid ?? 0) + 1 }
    await expect(lockFile(path, inUse, other)).rejects.toMatchObject({ code: 'lock-folder-taken' })
    const onFile = { ...place, folder: `${place.folder}.file` }
    writeFileSync(onFile.folder, '')
    await expect(lockFile(path, inUse, onFile)).rejects.toMatchObject({ code: 'lock-folder-taken' })
  })

  it('loses the files of those who were killed to whoever asks next', async () => {
    const place = socketFiles()
    const path = join(temporaryFolder(), 'run.jsonl')
    const holder = await startRacer(path, place)
    await holder.ask('take')
    await kill(holder)
    expect(readdirSync(place.folder)).toHaveLength(1)
    const release = await lockFile(path, inUse, { ...lockPlace(), ...place })
    expect(readdirSync(place.folder)).toHaveLength(1)
    await release()
    expect(readdirSync(place.folder)).toEqual([])
    expect(existsSync(place.folder)).toBe(true)
  })
})
