import { startBeside } from '../beside-process.ts'
import { pauseGroup } from '../kill-tree.ts'
import type { CpuControl } from './cpu-control.ts'

const RESTART_MS = 50

/**
 * Holds process groups to a share of the CPU by stopping and continuing them, which takes no privileges. A process of
 * its own does it, so that the engine's work delays no turn. When that one ends, however, every group is continued and
 * another takes over; when the engine ends, that one continues all groups and the watchdog ends them.
 */
export function openDutyCycle(execPath: string): CpuControl {
  /** vCPUs by the process that leads a group. */
  const held = new Map<number, number>()
  const controller = startBeside(execPath, {
    entry: 'engine/cpu/duty-cycle-process.js',
    known: () => [...held].map(([pid, vcpus]) => `+${pid} ${vcpus}`),
    restartMs: RESTART_MS,
    onExit() {
      for (const pid of held.keys()) pauseGroup(pid, 'SIGCONT')
    },
  })
  const limit = (pid: number | undefined, vcpus: number | undefined) => {
    if (pid === undefined) return
    if (vcpus !== undefined) {
      held.set(pid, vcpus)
      controller.tell(`+${pid} ${vcpus}`)
    } else if (held.delete(pid)) controller.tell(`-${pid}`)
  }
  return {
    by: 'duty cycle',
    limitsMemory: false,
    folders: [],
    open() {
      let joined: number | undefined
      return {
        join: (pid) => {
          joined = pid
        },
        limit: (vcpus) => limit(joined, vcpus),
        ranOutOfMemory: () => false,
        forgetOutOfMemory: () => {},
        release: async () => limit(joined, undefined),
      }
    },
    close: async () => controller.end(),
  }
}
