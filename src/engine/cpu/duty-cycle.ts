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
  return new DutyCycle(execPath)
}

class DutyCycle implements CpuControl {
  readonly by = 'duty cycle'
  readonly limitsMemory = false
  readonly folders: readonly string[] = []
  readonly #execPath: string
  /** vCPUs by the process that leads a group. */
  readonly #held = new Map<number, number>()
  #isClosed = false
  #child: ChildProcess

  constructor(execPath: string) {
    this.#execPath = execPath
    this.#child = this.#launch()
  }

  open(): CpuHold {
    let joined: number | undefined
    return {
      join: (pid) => {
        joined = pid
      },
      limit: (vcpus) => {
        if (joined !== undefined) this.#limit(joined, vcpus)
      },
      ranOutOfMemory: () => false,
      release: async () => {
        if (joined !== undefined) this.#limit(joined, undefined)
      },
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#child.stdin?.end()
  }

  #limit(pid: number, vcpus: number | undefined): void {
    if (vcpus !== undefined) {
      this.#held.set(pid, vcpus)
      this.#child.stdin?.write(`+${pid} ${vcpus}\n`)
    } else if (this.#held.delete(pid)) this.#child.stdin?.write(`-${pid}\n`)
  }

  #launch(): ChildProcess {
    const started = spawn(this.#execPath, [builtEntry('engine/cpu/duty-cycle-process.js')], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
      env: {},
    })
    started.stdin?.on('error', () => {})
    started.on('error', () => {})
    started.on('exit', () => {
      for (const pid of this.#held.keys()) pauseGroup(pid, 'SIGCONT')
      setTimeout(() => this.#relaunch(), RESTART_MS).unref()
    })
    started.unref()
    for (const [pid, vcpus] of this.#held) started.stdin?.write(`+${pid} ${vcpus}\n`)
    return started
  }

  #relaunch(): void {
    if (!this.#isClosed) this.#child = this.#launch()
  }
}
