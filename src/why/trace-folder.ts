import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pid } from 'node:process'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import { folderOutsideTmp } from '../engine/isolation.ts'
import { isAlive } from '../engine/kill-tree.ts'
import type { Trace } from './trace.ts'

/** Where processes that are traced find the tracer, and leave their traces. */
export interface TraceFolder {
  /** NODE_OPTIONS of a process that is to be traced. */
  readonly nodeOptions: string
  /** The traces there are, in the order of their processes. */
  read(): Promise<Trace[]>
  remove(): Promise<void>
}

const NAME = /^coldstart-why-(\d+)-/

/**
 * Makes a folder that the engine's environments can see; those that a killed process left are removed.
 * @param given NODE_OPTIONS that the function is given by its user
 */
export async function openTraceFolder(given: string | undefined): Promise<TraceFolder> {
  const place = await folderOutsideTmp(tmpdir(), platform())
  await removeLeftovers(place)
  const folder = await mkdtemp(join(place, `coldstart-why-${pid}-`))
  await copyFile(builtEntry('engine/runtime/trace-loads.js'), join(folder, 'trace-loads.mjs'))
  if (given !== undefined) await writeFile(join(folder, 'node-options'), given)
  const tracer = `--import=${pathToFileURL(join(folder, 'trace-loads.mjs')).href}`
  return {
    nodeOptions: given === undefined ? tracer : `${given} ${tracer}`,
    async read() {
      const names = (await readdir(folder)).filter((name) => /^trace-\d+\.json$/.test(name)).sort()
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
      return texts.map((text) => JSON.parse(text) as Trace)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function removeLeftovers(place: string): Promise<void> {
  for (const name of await readdir(place).catch(() => [])) {
    const [, owner] = NAME.exec(name) ?? []
    if (owner !== undefined && !isAlive(Number(owner)))
      await rm(join(place, name), { recursive: true, force: true }).catch(() => {})
  }
}
