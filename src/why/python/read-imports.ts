import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Stamp, Trace, TracedModule } from '../trace.ts'

/** What src/engine/runtime/trace-imports.py says between the lines of importtime. */
interface Said {
  readonly asked?: string
  readonly file?: string | null
  readonly line?: number
  readonly load?: string
  readonly path?: readonly string[]
  readonly root?: string
  readonly standard?: readonly string[]
  readonly loadedMs?: number
}

/** One import, with what it imports in turn. */
interface Imported {
  readonly name: string
  readonly selfMs: number
  readonly inside: readonly Imported[]
}

/** What one start wrote of its load. */
interface ReadImports {
  /** Of the function's own module, as the runtime asks for it. */
  readonly name: string
  readonly file: string
  readonly loadedMs: number
  readonly imports: readonly Imported[]
  /** By module: the line that asked for it first. */
  readonly lines: ReadonlyMap<string, number>
  readonly path: readonly string[]
  readonly standard: ReadonlySet<string>
}

/** `import time:       120 |        340 |     json.decoder`, with two blanks a level. */
const LINE = /^import time:\s*(\d+) \|\s*(\d+) \| (\s*)(\S.*)$/
const SAID = /^coldstart: (\{.*\})$/

/**
 * Reads what a traced start of a Python function wrote, as a trace: importtime's nesting says what imported what, and
 * each import's own time is evaluation, since Python does not tell reading and compiling apart.
 * Source: https://docs.python.org/3/using/cmdline.html#cmdoption-X
 * @param root the package's folder on this machine, which stands for that in the environment
 * @returns the trace, and the folders that Python looked for modules in; undefined where the load did not come to its end
 */
export function readImports(
  text: string,
  root: string,
  python: string,
): { readonly trace: Trace; readonly path: readonly string[] } | undefined {
  const read = readLines(text, root)
  return read && { trace: traceOf(read, root, python), path: read.path }
}

function readLines(text: string, root: string): ReadImports | undefined {
  const lines = new Map<string, number>()
  let begun: Said | undefined
  // By depth: imports whose importer's line is still to come, as each is written when it is over.
  let open: { depth: number; imported: Imported }[] = []
  for (const line of text.split('\n')) {
    const said = saidIn(line)
    if (said?.load !== undefined) {
      begun = said
      open = []
    }
    if (!begun) continue
    if (said?.asked !== undefined && said.line !== undefined && !lines.has(said.asked))
      lines.set(said.asked, said.line)
    if (said?.loadedMs !== undefined) {
      const { load: name = '', path = [], standard = [], root: taskRoot = '' } = begun
      const imports = open.map(({ imported }) => imported)
      const here = (one: string) => (one.startsWith(taskRoot) ? root + one.slice(taskRoot.length) : one)
      return {
        ...{ name, imports, lines, loadedMs: said.loadedMs },
        file: here(said.file ?? taskRoot),
        path: [...new Set(path.map(here))],
        standard: new Set(standard),
      }
    }
    const [, self, , indent = '', name = ''] = LINE.exec(line) ?? []
    if (self === undefined) continue
    const depth = indent.length
    const inside = open.filter((one) => one.depth > depth).map(({ imported }) => imported)
    open = open.filter((one) => one.depth <= depth)
    open.push({ depth, imported: { name, selfMs: Number(self) / 1000, inside } })
  }
  return undefined
}

function saidIn(line: string): Said | undefined {
  const [, json] = SAID.exec(line) ?? []
  return json === undefined ? undefined : (JSON.parse(json) as Said)
}

/** Each import lies in the one that imported it; what the function's own module takes is what is left of the load. */
function traceOf(read: ReadImports, root: string, python: string): Trace {
  const modules: TracedModule[] = []
  const stamps: Stamp[] = [[0, 'moment', 'load']]
  let atMs = 0
  const take = ({ name, selfMs, inside }: Imported, url: string, parent?: string) => {
    const line = read.lines.get(name)
    const format = url.startsWith('python:') ? 'builtin' : 'python'
    const module =
      modules.push({ url, format, ...(parent && { parent }), ...(line && { specifier: String(line) }) }) - 1
    stamps.push([atMs, 'open', module, module, 'evaluate'])
    for (const one of inside) take(one, urlOf(one.name, read), url)
    atMs += selfMs
    stamps.push([atMs, 'close', module])
  }
  const imported = read.imports.reduce((sum, one) => sum + withInside(one), 0)
  const own = { name: read.name, selfMs: Math.max(0, read.loadedMs - imported), inside: read.imports }
  take(own, pathToFileURL(read.file).href)
  stamps.push([atMs, 'moment', 'loaded'])
  return { node: python, esm: 'all', taskRoot: root, modules, stamps }
}

function withInside({ selfMs, inside }: Imported): number {
  return inside.reduce((sum, one) => sum + withInside(one), selfMs)
}

const ENDINGS = ['.py', '/__init__.py', '.so', '.pyd']

/** Where a module lies, as Python looks for it; `python:` for the standard library and what has no file. */
function urlOf(name: string, { path, standard }: ReadImports): string {
  const [first = name] = name.split('.')
  if (standard.has(first)) return `python:${name}`
  const inside = name.replaceAll('.', '/')
  for (const folder of path)
    for (const ending of ENDINGS)
      if (existsSync(join(folder, inside + ending))) return pathToFileURL(join(folder, inside + ending)).href
  const above = path.find((folder) => existsSync(join(folder, inside)))
  return above === undefined ? `python:${name}` : pathToFileURL(join(above, inside)).href
}
