import fs, { readFile, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ColdstartError } from '../../src/core/errors.ts'
import { openAppender } from '../../src/store/append-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

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
