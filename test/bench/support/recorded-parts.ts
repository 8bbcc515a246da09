import { expect } from 'vitest'
import type { RunHeader } from '../../../src/core/run-file.ts'
import type { Target } from '../../../src/core/target.ts'
import { writeRecordedRun } from '../../support/recorded-run.ts'
import { coldSample, runFileOf, targetOf, waitsOf, warmSample } from '../../support/run-file.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { environment } = runFileOf([]).header
/** A target that is a function of the user's, with the hash of its package. */
export const ownFunction = (id: string, sha256 = 'a'.repeat(64)): Target =>
  targetOf(id, {
    provider: 'local',
    facts: {
      function: {
        name: id,
        contract: 'lambda',
        root: '.',
        entry: `${id}.mjs`,
        export: 'handler',
        sha256,
        bytes: 1,
        files: 1,
      },
    },
  })

/** How a run differs from the others. */
export interface Changes {
  readonly location?: string
  readonly factor?: number
  readonly config?: Record<string, unknown>
  readonly targets?: Target[]
  readonly cpu?: string
  readonly isFinished?: boolean
  readonly header?: Partial<RunHeader>
}

/** An empty folder, and what is recorded in it or merged there. */
export function openParts() {
  const cwd = temporaryFolder()
  return {
    cwd,
    record: (run: string, changes?: Changes) => record(cwd, run, changes),
    /** What the command says where it merges nothing. */
    async refused(...words: string[]): Promise<string> {
      const { code, stderr } = await runInProcess(['merge', ...words], { cwd })
      expect(code).toBe(2)
      return stderr
    },
  }
}

/** An empty folder, how a run is recorded in it, and what is said where nothing is merged. */
export type Parts = ReturnType<typeof openParts>

/** A run of two functions, as one machine recorded it; samples of all runs have the same ids. */
function record(cwd: string, run: string, changes: Changes = {}): void {
  const {
    location,
    factor = 1,
    config = {},
    targets = [ownFunction('before'), ownFunction('after')],
    cpu = 'one',
  } = changes
  const samples = waitsOf(8, factor).flatMap((wait, round) =>
    targets.flatMap(({ id }, index) => [
      coldSample(id, wait * (1 + index), {
        id: `${round}.${id}.cold`,
        round,
        instance: { id: `i${round}${id}`, invocation: 1 },
      }),
      warmSample(id, 5, `i${round}${id}`, { id: `${round}.${id}.warm1`, round }),
    ]),
  )
  const place = location === undefined ? {} : { location }
  const header = {
    targets,
    config: { cold: 8, ...place, ...config },
    environment: { ...environment, cpu, ...place },
    ...changes.header,
  }
  writeRecordedRun(cwd, run, { samples, header, ...(changes.isFinished === false && { isFinished: false }) })
}
