import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import type { WriteStream } from 'node:tty'
import { ColdstartError } from '../core/errors.ts'
import { type EndingSignal, signalExitCodes } from '../core/exit-codes.ts'
import { plainText } from '../core/plain-text.ts'
import { systemClock } from '../core/system-clock.ts'
import { type ColorLevel, colorLevelOf } from './color.ts'
import { readGlobalFlags } from './global-flags.ts'
import type { Io, Output } from './io.ts'
import { main } from './main.ts'
import { shellAtHand } from './shell.ts'

/** Streams whose reader has gone: `| head` ends nothing but the writing, and so does a closed terminal. */
const closed = new Set<WriteStream>()

function outputOf(stream: WriteStream, colorLevel: ColorLevel): Output {
  const isTTY = stream.isTTY === true
  const write = (text: string) => {
    if (!closed.has(stream)) stream.write(text)
  }
  return {
    write,
    writeOwn: write,
    isTTY,
    get columns() {
      return stream.columns || 80
    },
    colorLevel,
  }
}

/** What the system says of a pipe without a reader, and of a terminal that was closed. */
const READER_GONE = new Set(['EPIPE', 'EOF', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])

function watchStream(stream: WriteStream, name: string): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.has(stream)) return
    closed.add(stream)
    if (READER_GONE.has(error.code ?? '')) return
    failure = 1
    // The system may say it only after the command has ended.
    process.exitCode = process.exitCode || failure
    if (stream !== process.stderr)
      process.stderr.write(
        `error: ${name} could not be written: ${error.message}.\n  Check the disk or the file behind it; what was measured is in the run file.\n`,
      )
  })
}

/** What the exit code is at least, where output was lost. */
let failure = 0

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

type SignalListener = (signal: EndingSignal) => void
const signalListeners = new Set<SignalListener>()

function onSignal(listener: SignalListener): () => void {
  signalListeners.add(listener)
  return () => signalListeners.delete(listener)
}

/** From the first moment on: where nobody listens yet, or any more, there is nothing to save. */
function watchSignals(): void {
  for (const signal of Object.keys(signalExitCodes) as EndingSignal[]) {
    if (signal === 'SIGQUIT' && process.platform === 'win32') continue
    process.on(signal, () => {
      if (signal === 'SIGHUP' && isUnderNohup()) return
      if (signalListeners.size === 0) process.exit(signalExitCodes[signal])
      for (const listener of [...signalListeners]) listener(signal)
    })
  }
}

/**
 * Whether SIGHUP was to be ignored. Node resets what it inherits, so this is told by the traces that nohup leaves: the
 * shell's `_`, a standard input that can only be written to, a parent that ignores SIGHUP.
 */
function isUnderNohup(): boolean {
  if (/(^|\/)nohup$/.test(process.env._ ?? '')) return true
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return ''
    }
  }
  const isWriteOnly = /^flags:\s+\d*1$/m.test(read('/proc/self/fdinfo/0'))
  const ignored = /^SigIgn:\s+([\da-f]+)$/m.exec(read(`/proc/${process.ppid}/status`))?.[1] ?? '0'
  return isWriteOnly || (Number.parseInt(ignored.slice(-1), 16) & 1) === 1
}

/** @throws ColdstartError for flags of all commands, and for a folder that is no more; the rest is main's */
async function start(argv: readonly string[]): Promise<number> {
  const { debug, color, rest } = readGlobalFlags(argv)
  return main(rest, openIo(color, debug))
}

function openIo(flag: 'auto' | 'always' | 'never', debug: boolean): Io {
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
    ...(process.stdin.isTTY && process.stderr.isTTY
      ? { terminal: { input: process.stdin, output: process.stderr } }
      : {}),
    env: process.env,
    cwd: workingFolder(),
    home: homedir(),
    clock: systemClock,
    onSignal,
    exitNow: (code) => process.exit(code),
    openPage: async (path) => (await import('./open-page.ts')).openPage(path, process.platform, process.env),
    startEngineAhead: async () => (await import('../engine/start-engine.ts')).startEngineAhead(),
    narrowHeap,
    debug,
    shell: shellAtHand(process.platform, process.env),
    nodeVersion: process.version,
  }
}

/**
 * Keeps the young generation of V8's heap as small as it is now. Large ones spare pauses, which only a measurement minds:
 * a report takes the same time, and a quarter to a third less memory.
 */
function narrowHeap(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1')
}

function workingFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new ColdstartError('no-working-folder', {}, { cause: error })
  }
}

watchSignals()
watchStream(process.stdout, 'Standard output')
watchStream(process.stderr, 'Standard error')
start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = Math.max(code, failure)
  },
  (error: Error & { readonly hint?: string; readonly exitCode?: number }) => {
    process.stderr.write(plainText(`error: ${error.message}\n${error.hint ? `  ${error.hint}\n` : ''}`))
    process.exitCode = error.exitCode ?? 1
  },
)
