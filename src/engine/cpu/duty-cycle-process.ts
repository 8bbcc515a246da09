// Holds process groups to their share of the CPU where no control group can be had: `+<pid> <vcpus>` on stdin begins
// with one, `-<pid>` ends it. A group is never left stopped: when stdin closes, however the engine ended, all run on.
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { pauseGroup } from '../kill-tree.ts'
import { CpuMeter } from './cpu-meter.ts'
import { DutyGroup } from './duty-group.ts'

const groups = new Map<number, DutyGroup>()

for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('SIGTERM', end)
process.on('uncaughtException', end)
process.on('exit', releaseAll)

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [pid = 0, vcpus = 1] = line.slice(1).split(' ').map(Number)
    groups.get(pid)?.end()
    groups.delete(pid)
    if (line.startsWith('+')) groups.set(pid, hold(pid, vcpus))
  })
  .on('close', end)

function hold(pid: number, vcpus: number): DutyGroup {
  const meter = new CpuMeter(pid)
  return new DutyGroup(vcpus, availableParallelism(), {
    nowMs: () => performance.now(),
    signal: (signal) => pauseGroup(pid, signal),
    usedMs: () => meter.usedMs(),
    later: (run, delayMs) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
}

function releaseAll(): void {
  for (const group of groups.values()) group.end()
  groups.clear()
}

function end(): void {
  releaseAll()
  process.exit(0)
}
