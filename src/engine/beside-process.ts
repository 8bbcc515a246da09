import { type ChildProcess, spawn } from 'node:child_process'
import { builtEntry } from '../core/built-entry.ts'

/** A process of ours beside the engine, which is told line by line what to do. */
interface BesideProcess {
  tell(line: string): void
  /** It is needed no more: its input closes. */
  end(): void
}

interface BesideParts {
  /** Its program, relative to dist. */
  readonly entry: string
  /** The lines of all that it must know at present; one that takes over is told them. */
  readonly known: () => readonly string[]
  /** How long after its end another takes over, ms. */
  readonly restartMs: number
  /** It has ended. */
  readonly onExit?: () => void
}

/**
 * Starts a process that outlives the engine by a moment: when its input closes, however the engine ended, it sets right
 * what is left to set right. If somebody ends it, another takes over. It never keeps the engine's process alive.
 */
export function startBeside(
  execPath: string,
  { entry, known, restartMs, onExit }: BesideParts,
): BesideProcess {
  let isOver = false
  let child = launch()

  function launch(): ChildProcess {
    const started = spawn(execPath, [builtEntry(entry)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
      env: {},
    })
    started.stdin?.on('error', () => {})
    started.on('error', () => {})
    started.on('exit', () => {
      onExit?.()
      setTimeout(relaunch, restartMs).unref()
    })
    started.unref()
    for (const line of known()) started.stdin?.write(`${line}\n`)
    return started
  }

  function relaunch(): void {
    if (!isOver) child = launch()
  }

  return {
    tell: (line) => void child.stdin?.write(`${line}\n`),
    end() {
      isOver = true
      child.stdin?.end()
    },
  }
}
