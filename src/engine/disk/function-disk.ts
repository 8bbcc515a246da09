import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { refuseInMemory } from './cold-disk.ts'
import { dropPages } from './drop-pages.ts'
import { describeLibrary, type RuntimeLibrary } from './runtime-library.ts'

/** The pages of one function's files in memory. */
export class FunctionDisk {
  readonly #files: readonly string[]
  readonly #library: RuntimeLibrary | undefined
  #dropping: Promise<unknown> | undefined

  /**
   * @param files absolute paths; see `listPages`
   * @param library of the runtime, where that is dropped too
   */
  constructor(files: readonly string[], library?: RuntimeLibrary) {
    this.#files = files
    this.#library = library
  }

  /** What of the runtime is dropped, in words; undefined where nothing is. */
  get library(): string | undefined {
    return this.#library && describeLibrary(this.#library)
  }

  /** Resolves when no page of the files is in memory, as far as nobody holds it; does nothing if they are dropped. */
  async makeCold(): Promise<void> {
    this.#dropping ??= this.#drop()
    await this.#dropping
  }

  /** The program last: what drops its library runs it. */
  async #drop(): Promise<void> {
    await this.#library?.drop()
    await dropPages(this.#files)
  }

  /** Nothing starts any more. */
  close(): void {
    this.#dropping = Promise.resolve()
  }

  /** An environment starts and reads them again. */
  warmUp(): void {
    this.#dropping = undefined
  }
}

/**
 * Real paths of all files that make up folders and files, through links, each written to the disk: only such pages can
 * be dropped.
 * @throws ColdstartError `no-cold-disk` where one of them lies in memory
 */
export async function listPages(places: readonly string[]): Promise<readonly string[]> {
  const seen = new Set<string>()
  const files: string[] = []
  const visit = async (place: string): Promise<void> => {
    const path = await realpath(place).catch(() => undefined)
    if (path === undefined || seen.has(path)) return
    seen.add(path)
    const found = await stat(path)
    if (found.isFile()) files.push(path)
    else if (found.isDirectory()) for (const name of await readdir(path)) await visit(join(path, name))
  }
  for (const place of places) await visit(place)
  for (const folder of new Set(files.map((path) => dirname(path)))) await refuseInMemory(folder)
  for (const path of files) await sync(path)
  return files
}

async function sync(path: string): Promise<void> {
  const file: FileHandle | undefined = await open(path, 'r').catch(() => undefined)
  await file?.sync().catch(() => {})
  await file?.close()
}
