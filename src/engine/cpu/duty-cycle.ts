import { type ChildProcess, spawn } from 'node:child_process'
import { builtEntry } from '../../core/built-entry.ts'
import { pauseGroup } from '../kill-tree.ts'
import type { CpuControl, CpuHold } from './cpu-control.ts'

const RESTART_MS = 50

/**
 * Holds process groups to a share of the CPU by stopping and continuing them, which takes no privileges. A process of
 * its own does it, so that the engine's work delays no turn. When that one ends, however, every group is continued and
 * another takes over; when the engine ends, that one continues all groups and the watchdog ends them.
 */
export function openDutyCycle(execPath: string): CpuControl {
  const held = new Map<number, number>()
  let closed = false
  let child = launch()

  function launch(): ChildProcess {
    const started = spawn(execPath, [builtEntry('engine/cpu/duty-cycle-process.js')], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
      env: {},
    })
    started.stdin?.on('error', () => {})
    started.on('error', () => {})
    started.on('exit', () => {
      for (const pid of held.keys()) pauseGroup(pid, 'SIGCONT')
      setTimeout(relaunch, RESTART_MS).unref()
    })
    started.unref()
    for (const [pid, vcpus] of held) started.stdin?.write(`+${pid} ${vcpus}\n`)
    return started
  }

  function relaunch(): void {
    if (!closed) child = launch()
  }

  function release(pid: number | undefined): void {
    if (pid === undefined || !held.delete(pid)) return
    child.stdin?.write(`-${pid}\n`)
  }

  return {
    by: 'duty cycle',
    limitsMemory: false,
    folders: [],
    open(): CpuHold {
      let joined: number | undefined
      return {
        join: (pid) => {
          joined = pid
        },
        limit: (vcpus) => {
          if (joined === undefined) return
          if (vcpus === undefined) return release(joined)
          held.set(joined, vcpus)
          child.stdin?.write(`+${joined} ${vcpus}\n`)
        },
        ranOutOfMemory: () => false,
        release: async () => release(joined),
      }
    },
    close: async () => {
      closed = true
      child.stdin?.end()
    },
  }
}
