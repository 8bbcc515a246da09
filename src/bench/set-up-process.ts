// Leads the process group of a command that sets a revision up, and runs it. Whoever started this one holds the other
// end of stdin: when that closes, however it ended, the whole group ends, and what left the group with it.
// Arguments: the command, and a text that only its processes have among their variables.

import { spawn } from 'node:child_process'
import { endLeftovers } from '../engine/end-leftovers.ts'
import { killTree } from '../engine/kill-tree.ts'

const [command = '', mark = ''] = process.argv.slice(2)

// Meant for the group: it ends when the command has ended by it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.stdin.on('end', endAll).on('error', endAll).resume()

const child = spawn(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true })
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
child.once('exit', (code, signal) => {
  if (signal !== null) process.stderr.write(`ended by ${signal}\n`)
  process.exit(code ?? 1)
})

function endAll(): void {
  if (child.pid !== undefined) killTree(child.pid, 'SIGKILL')
  endLeftovers([{ pid: process.pid, mark }])
  killTree(process.pid, 'SIGKILL')
}
