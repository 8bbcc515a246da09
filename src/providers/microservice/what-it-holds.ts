import { readdirSync, readFileSync } from 'node:fs'

/** What processes hold while nobody calls. */
export interface Held {
  /** Their own memory and their share of what is shared, MB (PSS). */
  readonly memoryMb?: number
  /** CPU time in percent of one core. */
  readonly idleCpuPercent?: number
}

/** A program that has just started goes on compiling and collecting for a moment; so often at most it is watched anew. */
const MOST_LOOKS = 6
/** Below this share of a core nothing is being finished any more. */
const QUIET_PERCENT = 0.5

/**
 * Watches processes while nobody calls them: again and again until they are quiet, or no longer getting quieter.
 * @param watchedMs how long one look takes
 * @returns empty where the system does not say (other than Linux)
 * @see proc_pid_smaps(5) for the proportional set size, proc_pid_schedstat: nanoseconds on a CPU, by thread
 */
export async function whatTheyHold(
  pids: readonly number[],
  sleep: (ms: number) => Promise<void>,
  watchedMs: number,
): Promise<Held> {
  let least: number | undefined
  for (let look = 0; look < MOST_LOOKS; look++) {
    const percent = await cpuPercentOf(pids, sleep, watchedMs)
    const isSettled =
      percent === undefined || percent < QUIET_PERCENT || (least !== undefined && percent > least)
    least = Math.min(percent ?? Number.NaN, least ?? Number.POSITIVE_INFINITY)
    if (isSettled) break
  }
  const pssKb = sum(pids.map(pssOf))
  return {
    ...(pssKb !== undefined && { memoryMb: Math.round(pssKb / 102.4) / 10 }),
    ...(least !== undefined && Number.isFinite(least) && { idleCpuPercent: Math.round(least * 100) / 100 }),
  }
}

async function cpuPercentOf(
  pids: readonly number[],
  sleep: (ms: number) => Promise<void>,
  watchedMs: number,
): Promise<number | undefined> {
  const beforeNs = sum(pids.map(cpuNs))
  const fromMs = performance.now()
  await sleep(watchedMs)
  const afterNs = sum(pids.map(cpuNs))
  if (beforeNs === undefined || afterNs === undefined) return undefined
  return ((afterNs - beforeNs) / 1e6 / (performance.now() - fromMs)) * 100
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
