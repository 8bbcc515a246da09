import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import type { EngineOptions } from './engine-options.ts'

/** A program on this machine that runs functions. */
export interface Interpreter {
  /** Where it really is: a shim would be started each time. */
  readonly file: string
  readonly version: string
  /** Packages that run functions for a platform and are installed for it, name → version. */
  readonly packages: ReadonlyMap<string, string>
  /** The virtual environment that it belongs to, absolute, through links. */
  readonly environment?: string
}

/** Languages whose programs need an interpreter that is installed here. */
export type InterpretedLanguage = 'python' | 'ruby' | 'java' | 'bun' | 'deno'

/** How a program is found, and asked who it is: its path, its version, and `name=version` of packages, a line each. */
interface Way {
  readonly title: string
  /** @param version that was asked for, or nothing */
  readonly programs: (version: string) => readonly string[]
  readonly ask: readonly string[]
  readonly read?: (output: string, file: string) => readonly string[]
}

const ASK_PYTHON = `import sys, importlib.metadata
print(sys.executable)
print('.'.join(map(str, sys.version_info[:3])))
if sys.prefix != sys.base_prefix: print('environment=' + sys.prefix)
for name in ('awslambdaric', 'functions-framework', 'vercel-runtime'):
    try:
        print(name + '=' + importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        pass`

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

/** Which of the programs that are there is wanted. */
export interface WantedInterpreter {
  /** The beginning of one: `3.14`, `21`; any if left out. */
  readonly version?: string | undefined
  /** Files that are looked at before those of the PATH. */
  readonly before?: readonly string[]
  /** One that has this package is taken before one that has not. */
  readonly package?: string
}

/**
 * The first program that runs a language, in the version that is asked for.
 * @throws ColdstartError `interpreter-missing`; `runtime-not-here` where there are others only
 */
export function findInterpreter(
  language: InterpretedLanguage,
  engine: SearchPath,
  wanted: WantedInterpreter = {},
): Interpreter {
  const kept = known.get(engine) ?? new Map<string, Interpreter>()
  known.set(engine, kept)
  const key = JSON.stringify([language, wanted])
  const found = kept.get(key) ?? look(language, engine, wanted)
  kept.set(key, found)
  return found
}

function look(
  language: InterpretedLanguage,
  { searchPath = '' }: SearchPath,
  { version = '', before = [], package: needed }: WantedInterpreter,
): Interpreter {
  const { title, programs } = WAYS[language]
  const folders = searchPath.split(delimiter).filter(Boolean)
  const onPath = programs(version).flatMap((name) => folders.map((one) => join(one, name)))
  const others = new Set<string>()
  let fitting: Interpreter | undefined
  for (const file of [...before, ...onPath]) {
    const found = askWho(language, file, searchPath)
    if (!found) continue
    if (!isVersion(found.version, version)) others.add(`${title} ${found.version}`)
    else if (needed === undefined || found.packages.has(needed)) return found
    else fitting ??= found
  }
  if (fitting) return fitting
  const program = programs('').at(0) ?? language
  if (others.size === 0) throw new ColdstartError('interpreter-missing', { language: title, program })
  throw new ColdstartError('runtime-not-here', {
    runtime: `${title} ${version}`,
    found: [...others].join(', '),
  })
}

/** @returns undefined where the file is none that runs */
function askWho(language: InterpretedLanguage, file: string, searchPath: string): Interpreter | undefined {
  const { ask, read = (output) => output.split('\n') } = WAYS[language]
  const asked = spawnSync(file, ask, { encoding: 'utf8', env: { PATH: searchPath } })
  if (asked.status !== 0) return undefined
  const [place = '', version = '', ...rest] = read(asked.stdout + asked.stderr, file).map((one) => one.trim())
  if (place === '') return undefined
  const named = rest.map((line) => line.split('=')).filter((parts) => parts.length === 2)
  const { environment: told, ...packages } = Object.fromEntries(named) as Record<string, string>
  const found = { version, packages: new Map(Object.entries(packages)) }
  if (told === undefined) return { file: place, ...found }
  // A link to it may lie where a function does not find it.
  const environment = realpathSync(told)
  return {
    file: place.startsWith(told) ? environment + place.slice(told.length) : place,
    ...found,
    environment,
  }
}

/** Whether `3.11.7` is a `3.11`; a `3.1` it is not. */
export function isVersion(found: string, wanted: string): boolean {
  return wanted === '' || found === wanted || found.startsWith(`${wanted}.`)
}
