import { homedir } from 'node:os'
import type { WriteStream } from 'node:tty'
import type { ColorLevel } from './color.ts'
import type { Io, Output } from './io.ts'

// Everything else is imported when it is needed: the help text is on the screen before any of it is read.

function outputOf(stream: WriteStream, colorLevel: ColorLevel): Output {
  const isTTY = stream.isTTY === true
  return {
    write: (text) => void stream.write(text),
    isTTY,
    get columns() {
      return stream.columns || 80
    },
    colorLevel,
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

async function start(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || argv[0] === '--help' || argv[0] === '-h') {
    const { helpText } = await import('./help-text.ts')
    process.stdout.write(helpText())
    return 0
  }
  const { main } = await import('./main.ts')
  const { readGlobalFlags } = await import('./global-flags.ts')
  const { debug, color, rest } = readGlobalFlags(argv)
  return main(rest, await openIo(color, debug))
}

async function openIo(flag: 'auto' | 'always' | 'never', debug: boolean): Promise<Io> {
  const { colorLevelOf } = await import('./color.ts')
  const { systemClock } = await import('../core/system-clock.ts')
  const levelOf = (stream: WriteStream): ColorLevel =>
    colorLevelOf({
      flag,
      env: process.env,
      isTTY: stream.isTTY === true,
      depth: stream.isTTY ? stream.getColorDepth() : 1,
    })
  return {
    stdout: outputOf(process.stdout, levelOf(process.stdout)),
    stderr: outputOf(process.stderr, levelOf(process.stderr)),
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
}

process.stdout.on('error', exitQuietlyOnClosedPipe)
process.stderr.on('error', exitQuietlyOnClosedPipe)
start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: Error & { readonly hint?: string; readonly exitCode?: number }) => {
    process.stderr.write(`error: ${error.message}\n${error.hint ? `  ${error.hint}\n` : ''}`)
    process.exitCode = error.exitCode ?? 1
  },
)
