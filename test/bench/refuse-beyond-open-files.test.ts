import { expect, it } from 'vitest'
import { openFilesLimit } from '../../src/bench/open-files-process.ts'
import { refuseBeyondOpenFiles } from '../../src/bench/refuse-beyond-open-files.ts'
import { resolveConfig } from '../../src/config/resolve-config.ts'

const withBurst = (burst: number) => resolveConfig({ file: { path: 'test', values: { burst } } }).config
const engine = (count: number) => ({ local: Array.from({ length: count }, () => ({}) as never) })

it('refuses a burst that would not find enough open files, and names the burst that would', () => {
  expect(() => refuseBeyondOpenFiles(withBurst(50), engine(1), () => 256)).toThrowError(
    expect.objectContaining({
      code: 'too-few-files',
      message: expect.stringContaining('A burst of 50 needs about 364 open files, and this shell allows 256'),
      hint: expect.stringContaining('ulimit -n 364'),
    }),
  )
  expect(() => refuseBeyondOpenFiles(withBurst(50), engine(1), () => 256)).toThrowError(
    expect.objectContaining({ hint: expect.stringContaining('--burst 32') }),
  )
  expect(() => refuseBeyondOpenFiles(withBurst(32), engine(1), () => 256)).not.toThrow()
})

it('counts the environments of every function that the engine runs', () => {
  expect(() => refuseBeyondOpenFiles(withBurst(20), engine(1), () => 256)).not.toThrow()
  expect(() => refuseBeyondOpenFiles(withBurst(20), engine(3), () => 256)).toThrowError('open files')
})

it('counts the requests of the probe where the burst goes to a URL or a cloud', () => {
  expect(() => refuseBeyondOpenFiles(withBurst(60), engine(0), () => 256)).not.toThrow()
  expect(() => refuseBeyondOpenFiles(withBurst(100), engine(0), () => 256)).toThrowError('A burst of 100')
})

it('does not ask without a burst, and lets pass what has no limit', () => {
  const asked = () => {
    throw new Error('asked')
  }
  expect(() => refuseBeyondOpenFiles(withBurst(0), engine(3), asked)).not.toThrow()
  expect(() => refuseBeyondOpenFiles(withBurst(500), engine(3), () => undefined)).not.toThrow()
})

it.skipIf(process.platform === 'win32')('reads the limit of the system', () => {
  expect(openFilesLimit()).toBeGreaterThan(16)
})
