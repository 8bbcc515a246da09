import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pid } from 'node:process'
import { pathToFileURL } from 'node:url'
import { builtEntry } from '../core/built-entry.ts'
import { folderOutsideTmp } from '../engine/isolation.ts'
import { isAlive } from '../engine/kill-tree.ts'
import type { LoadProfile } from './bundles/place-profile.ts'
import type { Trace } from './trace.ts'

/** Where processes that are traced find the tracer, and leave their traces. */
export interface TraceFolder {
  /** NODE_OPTIONS of a process that is to be traced. */
  readonly nodeOptions: string
  /** NODE_OPTIONS of a process whose load is to be profiled. */
  readonly profilingOptions: string
  /** Variables of a Python process that is to be traced, in place of its own. */
  readonly pythonVariables: Readonly<Record<string, string>>
  /** The texts that traced Python processes left. */
  readImports(): Promise<string[]>
  /** The traces there are, in the order of their processes. */
  read(): Promise<Trace[]>
  readProfiles(): Promise<LoadProfile[]>
  remove(): Promise<void>
}

const NAME = /^coldstart-why-(\d+)-/

/**
 * Makes a folder that the engine's environments can see; those that a killed process left are removed.
 * @param given NODE_OPTIONS that the function is given by its user
 */
export async function openTraceFolder({
  NODE_OPTIONS: given,
  PYTHONPATH: searched,
}: Readonly<Record<string, string>>): Promise<TraceFolder> {
  const place = await folderOutsideTmp(tmpdir(), platform())
  await removeLeftovers(place)
  const folder = await mkdtemp(join(place, `coldstart-why-${pid}-`))
  if (given !== undefined) await writeFile(join(folder, 'node-options'), given)
  const options = async (name: string) => {
    await copyFile(builtEntry(`engine/runtime/${name}.js`), join(folder, `${name}.mjs`))
    const preload = `--import=${pathToFileURL(join(folder, `${name}.mjs`)).href}`
    return given === undefined ? preload : `${given} ${preload}`
  }
  const readTexts = async (kind: RegExp) => {
    const names = (await readdir(folder)).filter((name) => kind.test(name)).sort()
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  }
  const readAll = async <Found>(kind: RegExp) =>
    (await readTexts(kind)).map((text) => JSON.parse(text) as Found)
  await copyFile(builtEntry('engine/runtime/trace-imports.py'), join(folder, 'sitecustomize.py'))
  return {
    nodeOptions: await options('trace-loads'),
    profilingOptions: await options('profile-loads'),
    pythonVariables: {
      PYTHONPROFILEIMPORTTIME: '1',
      PYTHONPATH: searched === undefined ? folder : `${folder}${delimiter}${searched}`,
    },
    readImports: () => readTexts(/^imports-\d+\.txt$/),
    read: () => readAll<Trace>(/^trace-\d+\.json$/),
    readProfiles: () => readAll<LoadProfile>(/^profile-\d+\.json$/),
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
