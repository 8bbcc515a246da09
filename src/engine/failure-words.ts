import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SpawnFacts } from './environment-process.ts'

const LONGEST = 500

interface Told {
  readonly errorType?: string
  readonly errorMessage?: string
  readonly trace?: readonly string[]
}

/**
 * A failure in the function's own words, on one line, with the line of its code that failed where that can be told:
 * `TypeError: x is not a function (src/app.js:3)`. An environment that ended without telling the engine why has most
 * often written it.
 * @param errorJson `{errorType, errorMessage, trace?}` as it goes to the caller
 * @param log what the environment has written so far
 */
export function describeFailure(
  errorJson: string,
  log: string,
  { folder, prepared, options }: Pick<SpawnFacts, 'folder' | 'prepared' | 'options'>,
): string {
  const code = folder.task
  const source = join(prepared.folder, prepared.root)
  const told = parse(errorJson)
  if (told.errorType === 'Runtime.OutOfMemory')
    return `${told.errorType}: it wanted more than its ${options.memoryMb} MB; ${afterId(told.errorMessage ?? '')}`
  const isBare = told.errorType === undefined || told.errorType === 'Runtime.ExitError'
  const written = isBare ? readLog(log) : undefined
  const { errorType, errorMessage = '', trace = [] } = written ?? told
  const [first = ''] = errorMessage.split('\n', 1)
  const said =
    errorType === undefined || first.startsWith(errorType)
      ? first
      : [errorType, first].filter(Boolean).join(': ')
  const text = [errorMessage, ...trace].join('\n')
  const place = findLine(text, code) ?? lineOfImport(text, code, source)
  const line = said.replaceAll(`file://${code}${sep}`, '').replaceAll(code + sep, '')
  const ending = written && told.errorMessage ? `; ${afterId(told.errorMessage)}` : ''
  return `${line}${place === undefined ? '' : ` (${place})`}${ending}`.slice(0, LONGEST)
}

/** Whatever a function's process writes there, its parts are texts or missing. */
function parse(json: string): Told {
  try {
    const { errorType, errorMessage, trace } = Object(JSON.parse(json)) as Record<string, unknown>
    return {
      ...(typeof errorType === 'string' && { errorType }),
      ...(typeof errorMessage === 'string' && { errorMessage }),
      ...(Array.isArray(trace) && { trace: trace.map(String) }),
    }
  } catch {
    return {}
  }
}

/** `RequestId: … Error: Runtime exited` without the id. */
function afterId(message: string): string {
  return message.replace(/^RequestId: \S+ (Error: )?/, '')
}

/** How runtimes print what ended them, a name and a message: Node and Python, the JVM, Go, Rust (from 1.73 on), a shell. */
const PRINTED_ERRORS = [
  /^(?:Uncaught )?((?:[A-Z][\w.]*)?(?:Error|Exception)(?: \[\w+\])?): (.*)$/gm,
  /^(?:Exception in thread "[^"\n]*"|Caused by:) ([\w.$]+)(?:: (.*))?$/gm,
  /^(panic|fatal error): (.*)$/gm,
  /^thread '[^'\n]*'(?: \(\d+\))? (panicked at \S+?):\n(.*)$/gm,
  /^\S+: ((?:line )?\d+): (.*)$/gm,
]

/** The last error that was printed: perhaps its place before it, and its stack after it. */
function readLog(log: string): Told | undefined {
  const text = log.replaceAll('\r', '\n').replaceAll(/^\S+Z\t\S+\t\w+\t/gm, '')
  const found = PRINTED_ERRORS.flatMap((printed) => [...text.matchAll(printed)])
    .sort((a, b) => a.index - b.index)
    .at(-1)
  if (!found) return undefined
  const [, errorType = '', errorMessage = ''] = found
  const around = text.slice(Math.max(0, found.index - 400), found.index + 2000)
  return { errorType, errorMessage, trace: around.split('\n') }
}

/** The first line of the function's own code that a text names; dependencies only where it names nothing else. */
function findLine(text: string, code: string): string | undefined {
  const places = [...text.matchAll(/((?:file:\/\/)?\/[^\s():]+|[A-Za-z]:\\[^\s():]+):(\d+)/g)]
    .map(([, path = '', line = '']) => ({ path: toPath(path), line }))
    .filter(({ path }) => path.startsWith(code + sep))
  // What a platform adds to a package begins with three underscores.
  const users = places.filter(({ path }) => !/[\\/]___/.test(path))
  const own = users.find(({ path }) => !/[\\/]node_modules[\\/]/.test(path)) ?? users[0]
  return own && `${relative(code, own.path)}:${own.line}`
}

/** An import that fails names the file and what it asked for, not the line. */
function lineOfImport(text: string, code: string, source: string): string | undefined {
  const found = /'([^'\n]+)' imported from (\S+)/.exec(text)
  if (!found?.[1] || !found[2]) return undefined
  const file = relative(code, toPath(found[2]))
  const asked = found[1].slice(found[1].lastIndexOf('/') + 1)
  try {
    const lines = readFileSync(join(source, file), 'utf8').split('\n')
    const index = lines.findIndex((line) => line.includes(asked) && /\b(import|from|export)\b/.test(line))
    return index < 0 ? file : `${file}:${index + 1}`
  } catch {
    return undefined
  }
}

function toPath(text: string): string {
  return text.startsWith('file://') ? fileURLToPath(text) : join(text)
}
