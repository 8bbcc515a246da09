import type { FunctionRunner, RunningFunction, UploadedFunction } from './function-runner.ts'

/** The functions of one deployment that run, each started by the first call that wants it. */
export interface RunningFunctions {
  of(uploaded: UploadedFunction): Promise<RunningFunction>
  /** Ends all of them, also those that are only being started. */
  close(): Promise<void>
}

export function runningFunctions(run: FunctionRunner): RunningFunctions {
  const started = new Map<string, Promise<RunningFunction>>()
  return {
    of(uploaded) {
      const known = started.get(uploaded.name)
      if (known) return known
      const starting = run(uploaded)
      started.set(uploaded.name, starting)
      // The next call tries again.
      starting.catch(() => started.delete(uploaded.name))
      return starting
    },
    async close() {
      for (const starting of started.values())
        await starting.then(
          (running) => running.close(),
          () => {},
        )
      started.clear()
    },
  }
}
