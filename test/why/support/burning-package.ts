import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A module that burns known processor time while it is evaluated. */
export interface BurningModule {
  readonly format: 'cjs' | 'esm'
  /** Processor time. */
  readonly cpuMs: number
  readonly imports?: readonly string[]
  /** Bytes of comment in its source. */
  readonly padding?: number
}

/**
 * Writes a function whose modules burn known processor time: packages in node_modules, and `handler`. Each works until
 * the system says that it had so much. How long a known amount of work takes is not known: a machine that shares its
 * cores with others may be half as fast in the next moment. Most of the work is native, since what V8 compiles and
 * collects beside it counts too where Node tells only of the whole process.
 * @param modules by name; `handler` is the function's own
 * @returns the handler's file
 */
export async function writeBurningPackage(
  folder: string,
  modules: Readonly<Record<string, BurningModule>>,
): Promise<string> {
  const handler = modules.handler
  await write(join(folder, 'package.json'), JSON.stringify({ name: 'burning', version: '1.0.0' }))
  for (const [name, module] of Object.entries(modules)) {
    if (name === 'handler') continue
    const ending = module.format === 'esm' ? 'mjs' : 'cjs'
    const place = join(folder, 'node_modules', name)
    await write(
      join(place, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', exports: `./index.${ending}` }),
    )
    await write(join(place, `index.${ending}`), sourceOf(module))
  }
  const file = join(folder, `handler.${handler?.format === 'esm' ? 'mjs' : 'cjs'}`)
  if (handler) await write(file, `${sourceOf(handler)}${ANSWER[handler.format]}`)
  return file
}

const ANSWER = {
  esm: 'export const handler = async () => ({ ok: true })\n',
  cjs: 'exports.handler = async () => ({ ok: true })\n',
}

/** Of this thread, where Node tells. */
const CPU_MS =
  'const cpuMs = () => { const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)(); return (user + system) / 1000 }'

function sourceOf({ format, cpuMs, imports = [], padding = 0 }: BurningModule): string {
  const asked = imports.map((name) => (format === 'esm' ? `import '${name}'\n` : `require('${name}')\n`))
  const offered = format === 'esm' ? 'export {}\n' : ''
  const work = `for (const end = cpuMs() + ${cpuMs}; cpuMs() < end; ) bytes.swap16()`
  const burn = cpuMs > 0 ? `${CPU_MS}\nconst bytes = Buffer.alloc(${1 << 18})\n${work}\n` : ''
  return `${asked.join('')}${burn}${offered}/* ${'x'.repeat(padding)} */\n`
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
