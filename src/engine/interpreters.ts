import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import type { EngineOptions } from './engine-options.ts'

/** A program on this machine that runs functions. */
export interface Interpreter {
  /** Where it really is: a shim would be started each time. */
  readonly file: string
  readonly version: string
  /** Of AWS's own client, where it has that installed. */
  readonly client: string
}

export type InterpretedLanguage = 'python' | 'ruby' | 'java' | 'bun' | 'deno'

/** How a program is found, and asked who it is: its path, its version, and the version of AWS's client, a line each. */
interface Way {
  readonly title: string
  /** @param version that was asked for, or nothing */
  readonly programs: (version: string) => readonly string[]
  readonly ask: readonly string[]
  readonly read?: (output: string, file: string) => readonly string[]
}

const ASK_PYTHON = `import sys, importlib.util, importlib.metadata
print(sys.executable)
print('.'.join(map(str, sys.version_info[:3])))
print(importlib.metadata.version('awslambdaric') if importlib.util.find_spec('awslambdaric') else '')`

const ofItself = (output: string, file: string) => [file, /\d+\.\d+\.\d+/.exec(output)?.[0] ?? '']

const WAYS: Readonly<Record<InterpretedLanguage, Way>> = {
  python: {
    title: 'Python',
    programs: (version) => [...(version ? [`python${version}`] : []), 'python3', 'python'],
    ask: ['-c', ASK_PYTHON],
  },
  ruby: {
    title: 'Ruby',
    programs: (version) => [...(version ? [`ruby${version}`] : []), 'ruby'],
    ask: ['-e', 'puts RbConfig.ruby, RUBY_VERSION'],
  },
  java: {
    title: 'Java',
    programs: () => ['java'],
    ask: ['-XshowSettings:properties', '-version'],
    read: (output) => {
      const property = (name: string) =>
        new RegExp(`^\\s*java\\.${name} = (.+)$`, 'm').exec(output)?.[1] ?? ''
      return [join(property('home'), 'bin', 'java'), property('version')]
    },
  },
  bun: { title: 'Bun', programs: () => ['bun'], ask: ['--version'], read: ofItself },
  deno: { title: 'Deno', programs: () => ['deno'], ask: ['--version'], read: ofItself },
}

/** Where programs are looked for. */
type SearchPath = Pick<EngineOptions, 'searchPath'>

/** Asking costs a process: once an engine. */
const known = new WeakMap<SearchPath, Map<string, Interpreter>>()

/**
 * The first program of the PATH that runs a language, in the version that is asked for.
 * @param version the beginning of one: `3.14`, `21`; any if left out
 * @param before files that are looked at before those of the PATH
 * @throws ColdstartError `interpreter-missing`; `runtime-not-here` where there are others only
 */
export function findInterpreter(
  language: InterpretedLanguage,
  engine: SearchPath,
  version = '',
  before: readonly string[] = [],
): Interpreter {
  const kept = known.get(engine) ?? new Map<string, Interpreter>()
  known.set(engine, kept)
  const key = `${language} ${version}`
  const found = kept.get(key) ?? look(language, engine, version, before)
  kept.set(key, found)
  return found
}

function look(
  language: InterpretedLanguage,
  { searchPath = '' }: SearchPath,
  version: string,
  before: readonly string[],
): Interpreter {
  const { title, programs, ask, read = (output) => output.split('\n') } = WAYS[language]
  const folders = searchPath.split(delimiter).filter(Boolean)
  const others = new Set<string>()
  for (const file of [
    ...before,
    ...programs(version).flatMap((name) => folders.map((one) => join(one, name))),
  ]) {
    const asked = spawnSync(file, ask, { encoding: 'utf8', env: { PATH: searchPath } })
    if (asked.status !== 0) continue
    const [place = '', found = '', client = ''] = read(asked.stdout + asked.stderr, file).map((one) =>
      one.trim(),
    )
    if (place && isVersion(found, version)) return { file: place, version: found, client }
    others.add(`${title} ${found}`)
  }
  const program = programs('').at(0) ?? language
  if (others.size === 0) throw new ColdstartError('interpreter-missing', { language: title, program })
  throw new ColdstartError('runtime-not-here', {
    runtime: `${title} ${version}`,
    found: [...others].join(', '),
  })
}

/** Whether `3.11.7` is a `3.11`; a `3.1` it is not. */
export function isVersion(found: string, wanted: string): boolean {
  return wanted === '' || found === wanted || found.startsWith(`${wanted}.`)
}
