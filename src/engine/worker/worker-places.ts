import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'

/** What a Worker said as it failed, as failures of functions are written. */
export interface ThrownInWorker {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/** Turns the places that workerd names into those of the function's own files. */
export class WorkerPlaces {
  readonly #folder: string
  #maps = new Map<string, SourceMap | undefined>()

  /** @param folder of the Worker's modules and their source maps, absolute */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * An error at the load of the Worker, which workerd writes as `service worker: Uncaught Error: …` with its places.
   * @returns undefined where it has written something else
   */
  readLog(written: string): ThrownInWorker | undefined {
    const [, errorType = 'Error', errorMessage = '', rest = ''] =
      /^service \S+: Uncaught (?:(\w+): )?(.*)\n?([\s\S]*)$/m.exec(written) ?? []
    if (errorMessage === '' && rest === '') {
      const [, complaint = ''] = /^service \S+: (.+)$/m.exec(written) ?? []
      return complaint === '' ? undefined : { errorType: 'Error', errorMessage: complaint, trace: [] }
    }
    return { errorType, errorMessage, trace: this.#traceOf(rest) }
  }

  /** What the guard around the Worker wrote into its header. */
  readThrown(header: string): ThrownInWorker {
    const { errorType, errorMessage, stack } = JSON.parse(decodeURIComponent(header)) as Record<
      string,
      string
    >
    return {
      errorType: errorType ?? 'Error',
      errorMessage: errorMessage ?? '',
      trace: this.#traceOf(stack ?? ''),
    }
  }

  #traceOf(text: string): string[] {
    const lines = text.split('\n').filter((line) => /^\s+at /.test(line))
    return lines.map((line) =>
      line.replace(/([^\s()]+\.m?js):(\d+)(?::(\d+))?/, (_, file: string, row: string, column = '1') =>
        this.#ownPlace(file, Number(row), Number(column)),
      ),
    )
  }

  /** Absolute, as stacks are written elsewhere. */
  #ownPlace(file: string, row: number, column: number): string {
    const found = this.#mapOf(file)?.findEntry(row - 1, column - 1)
    if (found && 'originalSource' in found)
      return `${join(this.#folder, found.originalSource)}:${found.originalLine + 1}:${found.originalColumn + 1}`
    return `${join(this.#folder, file)}:${row}:${column}`
  }

  #mapOf(file: string): SourceMap | undefined {
    if (!this.#maps.has(file)) this.#maps.set(file, this.#readMap(file))
    return this.#maps.get(file)
  }

  #readMap(file: string): SourceMap | undefined {
    try {
      return new SourceMap(JSON.parse(readFileSync(join(this.#folder, `${file}.map`), 'utf8')))
    } catch {
      return undefined
    }
  }
}
