import type { Contract } from '../workload/contract.ts'
import type { WorkloadDescription } from '../workload/workload-description.ts'
import { type CpuShare, USUAL_MEMORY_MB } from './cpu/cpu-share.ts'
import type { CpuControlChoice } from './cpu/find-cpu-control.ts'
import type { ColdDiskChoice } from './disk/cold-disk.ts'

/**
 * What a cold start of a Cloudflare Worker is: an isolate in a workerd that runs already, as Cloudflare has it, or a
 * process with its isolate.
 */
export const workerColds = ['isolate', 'process'] as const
/** What a cold start of a Worker is: `--worker-cold`. */
export type WorkerCold = (typeof workerColds)[number]

/** One function the engine serves: a workload, and the limits it gets. */
export interface FunctionOptions extends WorkloadDescription {
  /** What the user calls it, where that is not its file's name. */
  readonly label?: string
  /** Limit of the heap, and what the function is told it has. */
  readonly memoryMb: number
  /** What it gets of the CPU; this machine's, whatever its memory size, where it is left out. */
  readonly cpu?: CpuShare
  /** What of it every cold start has to read from the disk again; whatever is in memory if left out. */
  readonly coldDisk?: ColdDiskChoice
  /** What is started anew for each cold start of a Worker; a process if left out. */
  readonly workerCold?: WorkerCold
  /** Environments that will be wanted at once, made ready before they are; one, until more have been, if left out. */
  readonly atOnce?: number
  /** What the user wants it to be run by: `python3.14`, `provided.al2023`, `bun`; whatever is here if left out. */
  readonly runtime?: string
  readonly timeoutMs: number
  /** Longest time from process start to the first request for work; Lambda's is 10 s. */
  readonly initTimeoutMs: number
  /** An environment that nobody called for so long is ended: the engine scales to zero. */
  readonly idleTtlMs: number
  /** Environments that may live at once; a request beyond them is throttled. */
  readonly maxEnvironments: number
}

/** What an engine serves, where, and how true to a platform. */
export interface EngineOptions {
  readonly functions: readonly FunctionOptions[]
  /** 0 for any free port. */
  readonly port: number
  /** Folder from which optional runtimes (aws-lambda-ric, functions-framework) are resolved: the user's. */
  readonly resolveFrom: string
  /** `shown` copies what functions write to the engine's stderr, as `serve` wants it. */
  readonly output?: 'kept' | 'shown'
  /** The document of a page on `/` that shows the engine at work; none if left out. */
  readonly page?: string
  /** `own` runs Lambda functions under coldstart's client even where aws-lambda-ric is installed. */
  readonly lambdaRuntime: 'installed' | 'own'
  /** PATH of the user, on which interpreters are looked for. */
  readonly searchPath?: string
  /** How shares of the CPU are kept; the best way of this machine unless said otherwise. */
  readonly cpuControl?: CpuControlChoice
  /** The user asked for a share by name: a machine that cannot keep it refuses. */
  readonly isCpuRequired?: boolean
}

/** A function that is being served, as the engine's caller needs to know it. */
export interface ServedFunction {
  readonly name: string
  readonly contract: Contract
  /** Where it is invoked; for Lambda the Invoke endpoint. */
  readonly url: string
  /** Lambda's function URL. */
  readonly functionUrl?: string
  /** A host of its own, in spirit: a path that is put behind it is the path that the function sees. */
  readonly siteUrl: string
  /** What runs it in its process, with its version: `aws-lambda-ric 4.0.2`, `@vercel/node-bridge 4.0.1`. */
  readonly runtimeClient: string
  /** What it gets of the CPU, and how that is kept: `0.072 vCPU throughout, kept by duty cycle, …`; `off`. */
  readonly cpu: string
  /** What happens to its pages in memory, in words; left out where nothing does. */
  readonly disk?: string
  readonly memoryMb: number
  readonly timeoutMs: number
}

/** Where an engine is. */
export interface EngineAddress {
  /** Base URL with the token; the endpoint for AWS's SDK. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Of the page, with its own token, which reaches nothing but the page. */
  readonly pageUrl?: string
  readonly functions: readonly ServedFunction[]
}

/** What a function gets unless somebody says otherwise. */
export const functionDefaults = {
  memoryMb: USUAL_MEMORY_MB,
  timeoutMs: 10_000,
  initTimeoutMs: 10_000,
  // Short, since each cold start of a run waits it out; a run holds environments while it visits a function.
  idleTtlMs: 100,
  maxEnvironments: 10,
} as const

/** Memory sizes that the engine takes, MB: a slip of the keyboard is none of them. */
export const MEMORY_SIZES_MB = { least: 32, most: 65_536 } as const

/** What every Worker has, MB. https://developers.cloudflare.com/workers/platform/limits/, as it was known on 2026-11-28 and not read anew */
export const WORKER_MEMORY_MB = 128

/** The memory size of a function: what was asked for, else the usual one; Workers have one size, whatever is asked. */
export function memoryOf(contract: Contract, memoryMb?: number): { readonly memoryMb?: number } {
  if (contract === 'cloudflare') return { memoryMb: WORKER_MEMORY_MB }
  return memoryMb === undefined ? {} : { memoryMb }
}
