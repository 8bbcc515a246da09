import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Runtime } from '../runtime-program.ts'

/** What belongs to a runtime beside its program, as far as that can be found. */
export interface RuntimeLibrary {
  /** Shared libraries and archives that it maps, absolute paths: dropped as the package's files are. */
  readonly mapped: readonly string[]
  /** The files of its standard library. */
  readonly standard: readonly string[]
  /** Drops the pages of those, by the interpreter itself: they are too many for a process each. */
  drop(): Promise<void>
}

/** One line of output a file: `mapped` or `standard`, a blank, its path. */
interface Scripts {
  readonly flags: readonly string[]
  readonly list: string
  /** Reads paths, a line each. */
  readonly drop: string
}

const SCRIPTS: Readonly<Record<string, Scripts>> = {
  python: {
    flags: ['-I', '-c'],
    list: `import os, sysconfig
skipped = {'test', 'tests', 'idlelib', 'site-packages', 'dist-packages', 'ensurepip', 'lib2to3', 'turtledemo', 'tkinter'}
for folder, inside, files in os.walk(sysconfig.get_path('stdlib')):
    inside[:] = [name for name in inside if name not in skipped]
    for name in files:
        if name.endswith(('.pyc', '.so')) and '.opt-' not in name: print('standard', os.path.join(folder, name))
for path in sorted({line.split(None, 5)[5].strip() for line in open('/proc/self/maps') if '/' in line}):
    if '.so' in path: print('mapped', path)`,
    drop: `import os, sys
for line in sys.stdin:
    try:
        opened = os.open(line.rstrip('\\n'), os.O_RDONLY)
        os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(opened)
    except OSError:
        pass`,
  },
  ruby: {
    flags: ['-e'],
    list: `['rubylibdir', 'rubyarchdir'].each do |name|
  Dir[File.join(RbConfig::CONFIG[name], '**', '*.{rb,so}')].each { |path| puts "standard #{path}" }
end
mapped = File.readlines('/proc/self/maps').map { |line| line.split(' ', 6)[5].to_s.strip }
mapped.uniq.grep(/\\.so/).each { |path| puts "mapped #{path}" }`,
    drop: `STDIN.each_line(chomp: true) do |path|
  File.open(path) { |file| file.advise(:dontneed) }
rescue SystemCallError
  nil
end`,
  },
}

/** Where a Java installation has what its program maps at once. */
const JAVA = [
  'lib/server/libjvm.so',
  'lib/server/classes.jsa',
  'lib/modules',
  'lib/libjli.so',
  'lib/libjava.so',
]

const NOTHING: RuntimeLibrary = { mapped: [], standard: [], drop: async () => {} }

/**
 * The library of an interpreter, asked of itself; for Java what its program maps. Of all others nothing is known, and
 * most of them are one file.
 */
export function findLibrary({ language = '', program }: Runtime): RuntimeLibrary {
  const [family = ''] = language.split(' ')
  if (!program) return NOTHING
  const { file } = program
  if (family === 'java')
    return { ...NOTHING, mapped: JAVA.map((path) => join(dirname(file), '..', path)).filter(existsSync) }
  const scripts = SCRIPTS[family]
  if (!scripts) return NOTHING
  const { flags, list, drop } = scripts
  const listed = spawnSync(file, [...flags, list], { encoding: 'utf8', env: {}, maxBuffer: 2 ** 26 })
  const of = (kind: string) =>
    listed.stdout
      .split('\n')
      .flatMap((line) => (line.startsWith(`${kind} /`) ? [line.slice(kind.length + 1)] : []))
  const [mapped, standard] = [of('mapped'), of('standard')]
  return { mapped, standard, drop: () => feed(file, [...flags, drop], standard) }
}

function feed(file: string, args: readonly string[], lines: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'ignore'], env: {} })
    child.once('error', () => resolve())
    child.once('close', () => resolve())
    child.stdin.on('error', () => {})
    child.stdin.end(lines.map((line) => `${line}\n`).join(''))
  })
}

/** What of a runtime is dropped, in words: `its program, 8 shared libraries, 638 files of its standard library`. */
export function describeLibrary({ mapped, standard }: RuntimeLibrary): string {
  return [
    'its program',
    ...(mapped.length > 0 ? [counted(mapped.length, 'shared library', 'shared libraries')] : []),
    ...(standard.length > 0 ? [`${counted(standard.length, 'file', 'files')} of its standard library`] : []),
  ].join(', ')
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
