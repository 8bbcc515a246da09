import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { homeIn } from './home-in.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface CliRun {
  readonly env?: Readonly<Record<string, string>>
  /** A fresh folder unless given. */
  readonly cwd?: string
  /** Told once how to end the process with SIGKILL, before it starts. */
  readonly listen?: (kill: () => Promise<void>) => void
}

export interface CliOutcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly cwd: string
}

const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))

/** Runs the built CLI as a user would, without a terminal, in an environment of its own. */
export async function runCliAndKill(argv: readonly string[], run: CliRun = {}): Promise<CliOutcome> {
  const cwd = run.cwd ?? temporaryFolder()
  const env = { PATH: process.env.PATH, ...homeIn(cwd), NO_COLOR: '1', ...run.env }
  const child = spawn(process.execPath, [bin, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close')
  run.listen?.(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
  return { code, signal, stdout, stderr, cwd }
}
