import type { Contract } from '../../workload/contract.ts'

/**
 * How CPU is given over an environment's life. `burst`: an initialisation without a limit, for at most 10 s, then the
 * share; `flat`: the share from its first instruction on; `off`: this machine's CPU, whatever the memory size.
 */
export const cpuModes = ['burst', 'flat', 'off'] as const
/** How a share of the CPU is given: `--cpu`. */
export type CpuMode = (typeof cpuModes)[number]

/** What one environment gets of the machine's CPU. */
export interface CpuShare {
  /** Of one processor: 0.072 is 72 ms a second, 2 is two processors whole. */
  readonly vcpus: number
  readonly mode: Exclude<CpuMode, 'off'>
  /** False for a size that the platform does not sell: its share is that of the platform's ratio. */
  readonly isSold: boolean
}

/** Longest time that an initialisation runs without a limit, ms: after that Lambda starts again. */
export const BURST_LIMIT_MS = 10_000

/** What a function has where nobody says otherwise. */
export const USUAL_MEMORY_MB = 1024

/** A platform's rule, as it is published. */
interface PlatformCpu {
  readonly asOf: string
  readonly source: string
  readonly vcpus: (memoryMb: number) => number
  readonly isSold: (memoryMb: number) => boolean
  /** How it gives CPU unless told otherwise. */
  readonly usual: CpuShare['mode']
}

/** Google's table of sizes: memory in MB, vCPUs. A size between two has the CPU of the next one. */
const GOOGLE_SIZES: readonly (readonly [memoryMb: number, vcpus: number])[] = [
  [128, 0.083],
  [256, 0.167],
  [512, 0.333],
  [1024, 0.583],
  [2048, 1],
  [4096, 2],
  [8192, 2],
  [16_384, 4],
  [32_768, 8],
]

const platformCpus: Readonly<Partial<Record<Contract, PlatformCpu>>> = {
  // 1,769 MB are one vCPU, and the rest is in proportion. That initialisation is not held back by it: init durations
  // are the same at 128 and 1,024 MB (lambda-perf, June to August 2026).
  lambda: {
    asOf: '2026-11-28',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
    vcpus: (memoryMb) => memoryMb / 1769,
    isSold: (memoryMb) => memoryMb >= 128 && memoryMb <= 10_240,
    usual: 'burst',
  },
  // Standard has 1 vCPU to 2 GB, performance 2 to 4 GB; nothing is said about the initialisation.
  vercel: {
    asOf: '2026-10-08',
    source: 'https://vercel.com/docs/functions/configuring-functions/memory',
    vcpus: (memoryMb) => memoryMb / 2048,
    isSold: (memoryMb) => memoryMb === 2048 || memoryMb === 4096,
    usual: 'flat',
  },
  // 1,024 to 4,096 MB, or 0.5 to 2 vCPUs instead: one setting in two units. They are Lambda functions underneath.
  netlify: {
    asOf: '2026-10-08',
    source: 'https://docs.netlify.com/build/functions/optional-configuration/',
    vcpus: (memoryMb) => memoryMb / 2048,
    isSold: (memoryMb) => memoryMb >= 1024 && memoryMb <= 4096,
    usual: 'burst',
  },
  // Its start-up CPU boost is an option of a service, so the usual is without.
  google: {
    asOf: '2025-09-04',
    source: 'https://cloud.google.com/functions/docs/configuring/memory',
    vcpus: (memoryMb) =>
      (GOOGLE_SIZES.find(([size]) => memoryMb <= size) ?? GOOGLE_SIZES.at(-1) ?? [0, 8])[1],
    isSold: (memoryMb) => memoryMb >= 128 && memoryMb <= 32_768,
    usual: 'flat',
  },
}

/**
 * The CPU that goes with what was asked for: nothing where neither a memory size nor a mode was, and for Workers, whose
 * platform sells no sizes.
 * @param memoryMb as it was asked for
 * @param mode as it was asked for; the platform's own where only a memory size was
 */
export function cpuFor(
  contract: Contract,
  memoryMb: number | undefined,
  mode: CpuMode | undefined,
): { readonly cpu?: CpuShare } {
  if (mode === 'off' || (mode === undefined && memoryMb === undefined)) return {}
  const rule = platformCpus[contract]
  if (rule === undefined) return {}
  const { vcpus, isSold, usual } = rule
  const size = memoryMb ?? USUAL_MEMORY_MB
  return { cpu: { vcpus: vcpus(size), mode: mode ?? usual, isSold: isSold(size) } }
}
