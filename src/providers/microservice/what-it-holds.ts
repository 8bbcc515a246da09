import { readdirSync, readFileSync } from 'node:fs'

/** What processes hold while nobody calls. */
export interface Held {
  /** Their own memory and their share of what is shared, MB (PSS). */
  readonly memoryMb?: number
  /** CPU time in percent of one core. */
  readonly idleCpuPercent?: number
}

/**
 * Watches processes for a while in which nobody calls them.
 * @returns empty where the system does not say (other than Linux)
 * @see proc_pid_smaps(5) for the proportional set size, proc_pid_schedstat: nanoseconds on a CPU, by thread
 */
export async function whatTheyHold(
  pids: readonly number[],
  sleep: (ms: number) => Promise<void>,
  watchedMs: number,
): Promise<Held> {
  const beforeNs = sum(pids.map(cpuNs))
  const fromMs = performance.now()
  await sleep(watchedMs)
  const afterNs = sum(pids.map(cpuNs))
  const passedMs = performance.now() - fromMs
  const pssKb = sum(pids.map(pssOf))
  return {
    ...(pssKb !== undefined && { memoryMb: Math.round(pssKb / 102.4) / 10 }),
    ...(beforeNs !== undefined &&
      afterNs !== undefined && {
        idleCpuPercent: Math.round(((afterNs - beforeNs) / 1e6 / passedMs) * 10_000) / 100,
      }),
  }
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (total, value) => (total === undefined || value === undefined ? undefined : total + value),
    0,
  )
}

function pssOf(pid: number): number | undefined {
  return readNumber(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m)
}

function cpuNs(pid: number): number | undefined {
  try {
    return sum(
      readdirSync(`/proc/${pid}/task`).map((task) =>
        readNumber(`/proc/${pid}/task/${task}/schedstat`, /^(\d+)/),
      ),
    )
  } catch {
    return undefined
  }
}

function readNumber(path: string, pattern: RegExp): number | undefined {
  try {
    const found = pattern.exec(readFileSync(path, 'latin1'))
    return found ? Number(found[1]) : undefined
  } catch {
    return undefined
  }
}
