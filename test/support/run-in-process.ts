import { readGlobalFlags } from '../../src/cli/global-flags.ts'
import { main } from '../../src/cli/main.ts'
import type { Clock } from '../../src/core/clock.ts'
import { fakeIo } from './fake-io.ts'
import { hurriedClock } from './hurried-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface InProcessRun {
  readonly env?: Readonly<Record<string, string>>
  /** A fresh folder unless given. */
  readonly cwd?: string
  readonly clock?: Clock
  readonly answers?: string[]
  /** `process.version`, for a run that another process began. */
  readonly nodeVersion?: string
}

/** What the CLI said and returned. */
export interface InProcessOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly cwd: string
}

/**
 * Runs the CLI as bin.ts does, in this process and in an environment of its own: for tests of what it does and says.
 * Where the process itself is the point (a kill, the SDK's own output), `runCliAndKill` starts one.
 */
export async function runInProcess(
  argv: readonly string[],
  run: InProcessRun = {},
): Promise<InProcessOutcome> {
  const cwd = run.cwd ?? temporaryFolder()
  const { debug, rest } = readGlobalFlags(argv)
  const { env = {}, clock = hurriedClock, answers = [], nodeVersion } = run
  const io = fakeIo({ cwd, env, clock, answers, debug, home: cwd, ...(nodeVersion && { nodeVersion }) })
  const code = await main(rest, io)
  return { code, ...io.written, cwd }
}
