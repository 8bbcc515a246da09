import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { homeIn } from '../support/home-in.ts'
import { writeRecordedRun } from '../support/recorded-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))

/** Runs a line of shell in which `$cli` is the built CLI. */
function shell(line: string, cwd: string, env: Record<string, string> = {}) {
  const cli = `"${process.execPath}" "${bin}"`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line.replaceAll('$cli', cli)], {
    cwd,
    env: { PATH: process.env.PATH, ...homeIn(cwd), NO_COLOR: '1', ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Said in words, with what to do, without a stack and without blame. */
function expectNamed(stderr: string, ...parts: string[]): void {
  for (const part of parts) expect(stderr).toContain(part)
  expect(stderr).toMatch(/^error: .+\n {2}\S.+\n/m)
  expect(stderr).not.toMatch(/bug in coldstart|please report|^ +at /m)
}

test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is named', () => {
  const cwd = temporaryFolder()
  writeRecordedRun(cwd, 'one')
  const { status, stderr } = shell('$cli report >/dev/full', cwd)
  expect(status).toBe(1)
  expectNamed(stderr, 'Standard output could not be written', 'no space left')
})

test.skipIf(!existsSync('/dev/full'))('a full disk behind standard error ends nothing', () => {
  const cwd = temporaryFolder()
  writeRecordedRun(cwd, 'one')
  const { status, stdout } = shell('$cli runs 2>/dev/full; $cli report nothing 2>/dev/full', cwd)
  expect(stdout).toContain('one')
  expect(status).toBe(2)
})

test.skipIf(process.platform === 'win32')('a reader that goes away ends the writing and nothing else', () => {
  const cwd = temporaryFolder()
  for (let index = 0; index < 40; index++) writeRecordedRun(cwd, `run-${index}`)
  const { stdout, stderr } = shell('{ $cli runs; echo "ended with $?" >&2; } | :', cwd)
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'ended with 0\n' })
})

test.skipIf(process.platform === 'win32')('a working folder that is gone is named', () => {
  const { status, stderr } = shell('mkdir gone && cd gone && rmdir ../gone && $cli report', temporaryFolder())
  expect(status).toBe(1)
  expectNamed(stderr, 'does not exist any more')
})

test.skipIf(process.platform === 'win32')('a temporary folder that is not there is named', () => {
  const cwd = temporaryFolder()
  const missing = join(cwd, 'nowhere')
  const { status, stderr } = shell('$cli bench --cold 1 --warm 1', cwd, { TMPDIR: missing })
  expect(status).toBe(1)
  expectNamed(stderr, missing, 'TMPDIR')
})
