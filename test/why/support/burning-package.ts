import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { burn, burnByClock } from './burn.ts'

/** A module that burns known time while it is evaluated. */
export interface BurningModule {
  readonly format: 'cjs' | 'esm'
  /** Of a processor, or of the clock. */
  readonly burnMs: number
  readonly by?: 'clock'
  readonly imports?: readonly string[]
  /** Bytes of comment in its source. */
  readonly padding?: number
}

/**
 * Writes a function whose modules burn known time: packages in node_modules, and `handler`.
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

function sourceOf({ format, burnMs, by, imports = [], padding = 0 }: BurningModule): string {
  const asked = imports.map((name) => (format === 'esm' ? `import '${name}'\n` : `require('${name}')\n`))
  const burnIt = by === 'clock' ? burnByClock : burn
  const offered = format === 'esm' ? 'export {}\n' : ''
  return `${asked.join('')}${burnMs > 0 ? burnIt(burnMs) : ''}${offered}/* ${'x'.repeat(padding)} */\n`
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
