import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listPackage } from '../../src/workload/list-package.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { readPackage } from '../../src/workload/package-files.ts'
import { openWorkload } from '../../src/workload/workload.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Test files share one module cache: this one has a fresh one, and leaves a fresh one behind.
vi.hoisted(() => vi.resetModules())
afterAll(() => {
  vi.doUnmock('node:fs/promises')
  vi.resetModules()
})

/** What happens just before a folder or a file is read: root may read everything, so permissions are played. */
const before = vi.hoisted(() => ({ reading: (_: string) => {} }))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const watched = (read: (path: string, ...more: unknown[]) => unknown) => {
    return async (path: string, ...more: unknown[]) => {
      before.reading(String(path))
      return read(path, ...more)
    }
  }
  return { ...fs, readdir: watched(fs.readdir as never), readFile: watched(fs.readFile as never) }
})

let root: string
beforeEach(() => {
  root = realpathSync(temporaryFolder())
  mkdirSync(join(root, 'api/inner'), { recursive: true })
  for (const path of ['package.json', 'api/hello.mjs', 'api/inner/a.txt', 'b.txt'])
    writeFileSync(join(root, path), path.endsWith('.json') ? '{}' : '')
  before.reading = () => {}
})

/** As each of them begins. */
const REPORTS = {
  'a.html': '<!doctype html><html><head><meta name="generator" content="coldstart 0.1.0">',
  'a.csv': 'record,run,target,sample\n',
  'a.xml': '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="coldstart" tests="1">',
  'a.prom': '# TYPE coldstart_wait_seconds histogram\n',
  'a.json': '{"schemaVersion":2,"tool":{"name":"coldstart","version":"0.1.0"}}',
}

describe('what coldstart writes beside a function', () => {
  it('is no part of its package: what this run writes wherever it lies, reports of others at the top', async () => {
    const before = await open()
    const hash = await before.hash()
    for (const [name, text] of Object.entries({ ...REPORTS, 'api/inner/own.md': '# any' }))
      writeFileSync(join(root, name), text)
    const written = [join(root, 'api/inner/own.md'), join(root, 'not/yet.html')]
    const after = openWorkload({ ...(await open()), written })
    expect(await after.hash()).toBe(hash)
    expect((await listPackage(after)).leftOut).toEqual([...Object.keys(REPORTS), 'api/inner/own.md'].sort())
  })

  it.each(Object.keys(REPORTS))('is told by more than its ending: another %s is part of it', async (name) => {
    writeFileSync(join(root, name), '{"text":"coldstart"}')
    expect((await listPackage(await open())).files).toContain(name)
  })
})

const open = () => openOwnFunction({ path: 'api/hello.mjs', contract: 'lambda', cwd: root })

function forbid(path: string): void {
  before.reading = (asked) => {
    if (asked !== join(root, path)) return
    throw Object.assign(new Error(`EACCES: permission denied, open '${asked}'`), { code: 'EACCES' })
  }
}

function removeWhileReading(path: string, read: string): void {
  before.reading = (asked) => {
    if (asked === join(root, read)) rmSync(join(root, path), { recursive: true })
  }
}

describe('a package', () => {
  it.each(['api/inner', 'b.txt'])(
    'names what of it may not be read, why, and where it begins: %s',
    async (path) => {
      const workload = await open()
      forbid(path)
      await expect(workload.files()).rejects.toMatchObject({
        code: 'unreadable-package',
        message: expect.stringMatching(
          new RegExp(
            `^${join(root, path)} cannot be read: EACCES.* in ${root}, the folder of the function's package\\.$`,
          ),
        ),
      })
    },
  )

  it.skipIf(process.platform === 'win32')(
    'has nothing of the disk in it where a link leads to its top',
    async () => {
      symlinkSync('/', join(root, 'top'))
      before.reading = (asked) => {
        // Listed once, to see what it is, and not walked.
        if (asked.startsWith(join(root, 'top', '/'))) throw new Error(`read ${asked}`)
      }
      const { files } = await listPackage(await open())
      expect(files).toEqual(['api/hello.mjs', 'api/inner/a.txt', 'b.txt', 'package.json'])
    },
  )

  it('does without a folder that is gone while it is listed', async () => {
    const workload = await open()
    removeWhileReading('api/inner', 'api/inner')
    expect((await listPackage(workload)).files).toEqual(['api/hello.mjs', 'b.txt', 'package.json'])
  })

  it('does without a file that is gone since it was listed', async () => {
    const workload = await open()
    removeWhileReading('b.txt', 'b.txt')
    const files = await workload.files()
    expect(files.map(({ path }) => path)).toEqual(['api/hello.mjs', 'api/inner/a.txt', 'package.json'])
  })

  it('is none without its folder, or without what it names', async () => {
    const workload = await open()
    const named = { ...workload, include: ['b.txt', 'missing.txt'] }
    const missing = { code: 'no-function', message: expect.stringContaining('missing.txt') }
    await expect(readPackage(named)).rejects.toMatchObject(missing)
    rmSync(root, { recursive: true })
    const gone = { code: 'no-function', message: expect.stringContaining(root) }
    await expect(listPackage(workload)).rejects.toMatchObject(gone)
  })
})
