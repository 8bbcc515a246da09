// Given to Node by --import in the process of a function whose bundle is to be taken apart: a sampling profile of the
// load, written for src/why to read.
import { Session } from 'node:inspector'
import { MOMENT } from './moments.ts'
import { leave, restoreNodeOptions } from './trace-place.ts'

const INTERVAL_US = 100
const folder = import.meta.dirname
restoreNodeOptions(folder)

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
    leave(folder, 'profile', { taskRoot: process.env.LAMBDA_TASK_ROOT, loadedMs, profile })
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
