import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Result } from '../../src/core/result.ts'
import { homeIn } from '../support/home-in.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { recordedFile, recordedSamples } from '../support/recorded-samples.ts'
import { failuresOf, timedOf } from '../support/sample-failures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))
/** The request, counted from one, in whose wait the process is stopped: a warm one. */
const STOPPED_AT = 3

it.skipIf(process.platform === 'win32').each([
  // Longer than any hesitation of a busy machine that is still taken for one.
  { stoppedMs: 1500, answeredMs: 100 },
  // Most of a wait of a tenth of a second.
  { stoppedMs: 90, answeredMs: 40 },
])(
  'a process that is stopped for $stoppedMs ms while a reply is due makes it an error of this machine, and no slow sample',
  async ({ stoppedMs, answeredMs }) => {
    let asked = 0
    let child: ChildProcess | undefined
    const server = await startHttpServer((_request, response) => {
      asked++
      if (asked !== STOPPED_AT) return void response.end('ok')
      child?.kill('SIGSTOP')
      setTimeout(() => response.end('ok'), answeredMs)
      setTimeout(() => child?.kill('SIGCONT'), stoppedMs)
    })
    const cwd = temporaryFolder()
    const words = ['bench', '--target', `a=${server.origin}/`, '--cold', '1', '--warm', '5', '--idle', '50ms']
    const env = { PATH: process.env.PATH, ...homeIn(cwd) }
    child = spawn(process.execPath, [bin, ...words], { cwd, env, stdio: 'ignore' })
    const [code] = await once(child, 'exit')
    await server.close()
    expect(code).toBe(0)
    const samples = recordedSamples(cwd)
    expect(samples[STOPPED_AT - 1]?.error?.kind).toBe('client')
    // This machine may have been too busy to time some of the others.
    expect(failuresOf(samples)).toEqual([])
    expect(timedOf(samples.slice(STOPPED_AT))).not.toEqual([])
    const { summaries } = JSON.parse(readFileSync(recordedFile(cwd).replace(/l$/, ''), 'utf8')) as Result
    expect(summaries[0]?.errors).toEqual({ client: samples.length - timedOf(samples).length })
  },
)
