import type { RunFigure } from '../core/run-file.ts'
import { type FileMark, readFileIndex, writeFileIndex } from './file-index.ts'

/** What was seen of a recorded run without reading all of it. */
export interface SeenRun {
  readonly state: 'finished' | 'unfinished' | 'damaged' | 'empty' | 'document'
  readonly startedAt?: string
  readonly targets: readonly string[]
  readonly samples?: number
  /** What the user called it. */
  readonly label?: string
  /** Commit, with a + where the files differed from it, and branch. */
  readonly revision?: string
  readonly branch?: string
  /** Medians of the cold starts, where the footer has them. */
  readonly figures?: readonly RunFigure[]
  /** Failed invocations; left out where only a whole reading would tell. */
  readonly errors?: number
  /** What is wrong with a damaged or empty file. */
  readonly problem?: string
}

/** A file that was looked at. */
export interface LookedAt {
  readonly name: string
  readonly stats: FileMark
  readonly run: SeenRun
  /** When it was started, ms since 1970; infinite where neither header nor name tells. */
  readonly at: number
}

interface RunIndex {
  /** What is remembered of a file, if it is still the file that was seen. */
  lookUp(name: string, stats: FileMark): SeenRun | undefined
  /** When it was started, if it is still the file that was seen; infinite for what cannot be the latest run. */
  startOf(name: string, stats: FileMark): number | undefined
}

const placeIn = (cwd: string) => ({ cwd, name: 'run-index.json', version: 5 })

/** The index of `results/`: what was seen of each recorded run without reading all of it. */
export function readRunIndex(cwd: string): RunIndex {
  const index = readFileIndex(placeIn(cwd))
  return {
    lookUp(name, stats) {
      const run = index.lookUp(name, stats) as Partial<SeenRun> | undefined
      return typeof run?.state === 'string' && Array.isArray(run.targets) ? (run as SeenRun) : undefined
    },
    startOf: index.lookUpBrief,
  }
}

/** @param read how many of them were not in the index */
export function writeRunIndex(cwd: string, seen: readonly LookedAt[], read: number): void {
  writeFileIndex(placeIn(cwd), read, () => ({
    files: seen.map((one) => ({ name: one.name, stats: one.stats, brief: startIfRun(one), seen: one.run })),
  }))
}

/** When a run was started; infinite for what cannot be the latest: a file that was killed before its header is no run yet. */
export function startIfRun({ run, at }: Pick<LookedAt, 'run' | 'at'>): number {
  return run.state === 'empty' ? Number.POSITIVE_INFINITY : at
}
