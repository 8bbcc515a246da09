import type { SeenRun } from './run-index.ts'

/** Label and revision, as a header or a document states them. */
export function whatItIs({ config, environment }: Record<string, unknown>): Partial<SeenRun> {
  const { label } = (config ?? {}) as Record<string, unknown>
  const { gitCommit, gitBranch, gitDirty } = (environment ?? {}) as Record<string, unknown>
  return {
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof gitCommit === 'string'
      ? { revision: `${gitCommit.slice(0, 9)}${gitDirty === true ? '+' : ''}` }
      : {}),
    ...(typeof gitBranch === 'string' ? { branch: gitBranch } : {}),
  }
}
