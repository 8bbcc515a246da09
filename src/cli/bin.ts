import { homedir } from 'node:os'
import type { WriteStream } from 'node:tty'
import { isColdstartError, messageOf } from '../core/errors.ts'
import { systemClock } from '../core/system-clock.ts'
import { type ColorFlag, colorLevelOf } from './color.ts'
import { readGlobalFlags } from './global-flags.ts'
import type { Io, Output } from './io.ts'
import { main } from './main.ts'

function outputOf(stream: WriteStream, flag: ColorFlag): Output {
  const isTTY = stream.isTTY === true
  const depth = isTTY ? stream.getColorDepth() : 1
  return {
    write: (text) => void stream.write(text),
    isTTY,
    get columns() {
      return stream.columns ?? 80
    },
    colorLevel: colorLevelOf({ flag, env: process.env, isTTY, depth }),
  }
}

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

function onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void {
  const interrupt = () => listener('SIGINT')
  const terminate = () => listener('SIGTERM')
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', terminate)
  return () => {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', terminate)
  }
}

/** `coldstart … | head` closes our stdout: that is no failure of ours. */
function exitQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

async function start(): Promise<number> {
  const { debug, color, rest } = readGlobalFlags(process.argv.slice(2))
  const io: Io = {
    stdout: outputOf(process.stdout, color),
    stderr: outputOf(process.stderr, color),
    ask,
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    clock: systemClock,
    onSignal,
    exitNow: (code) => process.exit(code),
    debug,
    nodeVersion: process.version,
  }
  return main(rest, io)
}

process.stdout.on('error', exitQuietlyOnClosedPipe)
process.stderr.on('error', exitQuietlyOnClosedPipe)
start().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`error: ${messageOf(error)}\n${isColdstartError(error) ? `  ${error.hint}\n` : ''}`)
    process.exitCode = isColdstartError(error) ? error.exitCode : 1
  },
)
