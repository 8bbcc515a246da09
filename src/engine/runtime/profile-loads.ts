// Given to Node by --import in the process of a function whose bundle is to be taken apart: a sampling profile of the
// load, written for src/why to read.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { MOMENT } from './moments.ts'

const INTERVAL_US = 100
const folder = import.meta.dirname

// A child of the function is not the function: it gets what the function was given.
const given = join(folder, 'node-options')
if (existsSync(given)) process.env.NODE_OPTIONS = readFileSync(given, 'utf8')
else delete process.env.NODE_OPTIONS

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US })

let startedMs = 0
let loadedMs: number | undefined

/** Some launchers import the function only in the first call, so the profile goes on until that is answered. */
function write(): void {
  session.post('Profiler.stop', (error, { profile }) => {
    if (error) return
    const path = join(folder, `profile-${process.pid}.json`)
    const text = JSON.stringify({ taskRoot: process.env.LAMBDA_TASK_ROOT, loadedMs, profile })
    writeFileSync(`${path}.part`, text)
    renameSync(`${path}.part`, path)
    session.disconnect()
  })
}

let isWritten = false
Object.defineProperty(globalThis, MOMENT, {
  value: (moment: string) => {
    if (moment === 'load') {
      startedMs = performance.now()
      session.post('Profiler.start')
    }
    if (moment === 'loaded') loadedMs = performance.now() - startedMs
    if (moment !== 'answered' || isWritten) return
    isWritten = true
    // The answer goes out first.
    setTimeout(write, 20)
  },
})
