import fs, { readFile, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import { openAppender } from '../../src/store/append-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { DISK_IS_GONE, watchDisk } from './support/watch-disk.ts'

const options = { inUse: () => new ColdstartError('journal-in-use', { path: 'x' }), mode: 0o644 }

/**
 * Opens files as Windows does: one that is open for appending cannot be truncated (nodejs/node#3177).
 * @returns how many files are open now
 */
function openAsOnWindows(): () => number {
  const { open } = fs
  let count = 0
  fs.open = async (path, flags, mode) => {
    const handle = await open(path, flags, mode)
    count += 1
    const close = handle.close.bind(handle)
    handle.close = () => {
      count -= 1
      return close()
    }
    if (String(flags).startsWith('a'))
      handle.truncate = () =>
        Promise.reject(
          Object.assign(new Error('EPERM: operation not permitted, ftruncate'), { code: 'EPERM' }),
        )
    return handle
  }
  syncBuiltinESMExports()
  onTestFinished(() => {
    fs.open = open
    syncBuiltinESMExports()
  })
  return () => count
}

it('cuts a torn last line off where a file open for appending cannot be truncated', async () => {
  const openFiles = openAsOnWindows()
  const path = join(temporaryFolder(), 'run.jsonl')
  await writeFile(path, '{"a":1}\n{"a":2')
  const appender = await openAppender(path, { ...options, file: 'old' })
  expect(appender.tornBytes).toBe(6)
  await appender.append('{"a":3}')
  await appender.close()
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\n{"a":3}\n')
  expect(openFiles()).toBe(0)
})

it('keeps no file open when it cannot be opened, so that it can be moved or removed', async () => {
  const openFiles = openAsOnWindows()
  const path = join(temporaryFolder(), 'run.jsonl')
  const check = () => Promise.reject(new ColdstartError('run-finished', { run: 'r' }))
  await writeFile(path, '{"a":1}\n{"a":2')
  await expect(openAppender(path, { ...options, file: 'old', check })).rejects.toMatchObject({
    code: 'run-finished',
  })
  await expect(openAppender(path, { ...options, file: 'new' })).rejects.toMatchObject({ code: 'EEXIST' })
  expect(openFiles()).toBe(0)
  const again = await openAppender(path, { ...options, file: 'old' })
  expect(again.tornBytes).toBe(6)
  await again.close()
})

it('takes no line after it was closed, when its number may be another file’s', async () => {
  const folder = temporaryFolder()
  const appender = await openAppender(join(folder, 'run.jsonl'), { ...options, file: 'new' })
  await appender.append('{"a":1}')
  await appender.close()
  const other = await fs.open(join(folder, 'other'), 'w')
  await expect(appender.append('{"a":2}')).rejects.toThrow('closed')
  await other.close()
  expect(await readFile(join(folder, 'run.jsonl'), 'utf8')).toBe('{"a":1}\n')
  expect(await readFile(join(folder, 'other'), 'utf8')).toBe('')
})

it('lets go of its lock, and says so twice, where what it wrote cannot be flushed at its end', async () => {
  let isGone = false
  watchDisk(() => isGone)
  const path = join(temporaryFolder(), 'run.jsonl')
  const appender = await openAppender(path, { ...options, file: 'new', flushWithinMs: 60_000 })
  await appender.append('{"a":1}')
  await appender.append('{"a":2}')
  isGone = true
  await expect(appender.close()).rejects.toThrow(DISK_IS_GONE)
  await expect(appender.close()).rejects.toThrow(DISK_IS_GONE)
  await (await openAppender(path, { ...options, file: 'old' })).close()
})

it('flushes each line unless lines may wait, and all that wait when it is asked to', async () => {
  const flushes = watchDisk()
  const path = join(temporaryFolder(), 'run.jsonl')
  const ledger = await openAppender(path, { ...options, file: 'new' })
  for (const line of ['1', '2', '3']) await ledger.append(line)
  await ledger.close()
  expect(flushes).toHaveLength(3)
  const journal = await openAppender(path, { ...options, file: 'old', flushWithinMs: 60_000 })
  for (const line of ['4', '5', '6']) await journal.append(line)
  expect(flushes).toHaveLength(4)
  await journal.flush()
  expect(flushes).toHaveLength(5)
  await journal.close()
  expect(flushes).toHaveLength(5)
})
