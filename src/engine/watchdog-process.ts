// Outlives the engine by a moment. The engine holds the other end of stdin; when that closes, however the
// engine ended, every execution environment it had is killed with all its children. Nothing here is on the
// path of an invocation.

import { createInterface } from 'node:readline'
import { removeControlGroup } from './cpu/remove-control-group.ts'
import { endLeftovers } from './end-leftovers.ts'
import { removeFolder } from './environment-folder.ts'
import { killTree } from './kill-tree.ts'

const alive = new Map<number, string>()
const folders = new Set<string>()
const controlGroups = new Set<string>()

process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('SIGHUP', () => {})

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [sign, rest] = [line[0], line.slice(1)]
    if (sign === '+') alive.set(Number(rest.split(' ', 1)[0]), rest.slice(rest.indexOf(' ') + 1))
    if (sign === '-') release(Number(rest))
    if (sign === '/') folders.add(rest)
    if (sign === '=') controlGroups.add(rest)
  })
  .on('close', () => {
    for (const pid of alive.keys()) killTree(pid, 'SIGKILL')
    endLeftovers([...alive].map(([pid, mark]) => ({ pid, mark })))
    const removed = [...[...controlGroups].map(removeControlGroup), ...[...folders].map(removeFolder)]
    void Promise.all(removed).finally(() => process.exit(0))
  })

function release(pid: number): void {
  const mark = alive.get(pid)
  alive.delete(pid)
  if (mark !== undefined) endLeftovers([{ pid, mark }])
}
