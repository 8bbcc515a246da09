import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isLocked, lockFile } from '../../src/store/lock.ts'
import { lockPlace } from '../../src/store/lock-place-process.ts'
import { inUse, killRacer, kinds, socketFiles, startRacer } from '../support/lock-races.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe.skipIf(process.platform === 'win32').each(kinds)('the lock, over %s', (_kind, placeOf) => {
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
    await killRacer(holder)
    expect(readdirSync(place.folder)).toHaveLength(1)
    const release = await lockFile(path, inUse, { ...lockPlace(), ...place })
    expect(readdirSync(place.folder)).toHaveLength(1)
    await release()
    expect(readdirSync(place.folder)).toEqual([])
    expect(existsSync(place.folder)).toBe(true)
  })
})
