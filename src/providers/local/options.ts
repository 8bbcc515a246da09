import { z } from 'zod'
import { cpuModes } from '../../engine/cpu/cpu-share.ts'
import { cpuControls } from '../../engine/cpu/find-cpu-control.ts'
import { coldDisks } from '../../engine/disk/cold-disk.ts'
import { functionDefaults, workerColds } from '../../engine/engine-options.ts'
import { contracts } from '../../workload/contract.ts'

/** What the local engine is asked to serve. */
export const localOptions = z.strictObject({
  /** Contracts to serve the sample function under; one target each. */
  contracts: z.array(z.enum(contracts)).min(1).default(['lambda', 'vercel', 'netlify']),
  /** An environment nobody calls for so long is ended, ms. */
  idleTtlMs: z.number().positive().default(functionDefaults.idleTtlMs),
  timeoutMs: z.number().positive().default(functionDefaults.timeoutMs),
  maxEnvironments: z.int().positive().default(functionDefaults.maxEnvironments),
  /** `own` runs Lambda functions under coldstart's Runtime API client even where aws-lambda-ric is installed. */
  lambdaRuntime: z.enum(['installed', 'own']).default('installed'),
  /** How CPU goes with memory; as the platform does it where a memory size is asked for, `off` where none is. */
  cpu: z.enum(cpuModes).exactOptional(),
  /** Whose pages are dropped from memory before each cold start. */
  coldDisk: z.enum(coldDisks).exactOptional(),
  /** What is started anew for each cold start of a Worker. */
  workerCold: z.enum(workerColds).exactOptional(),
  /** Environments of a function that are made ready before the first is asked for; one if left out. */
  atOnce: z.int().positive().exactOptional(),
  /** How shares are kept: the best way of this machine, or by stopping and continuing processes in any case. */
  cpuControl: z.enum(cpuControls).default('best'),
  /** 0 for any free port. */
  port: z.int().min(0).max(65_535).default(0),
  /** Vercel's handler form and Netlify's API of the sample function. */
  vercelForm: z.enum(['node', 'web']).default('node'),
  netlifyApi: z.enum(['v1', 'v2']).default('v2'),
})
/** The settings of the local engine, checked and with their defaults. */
export type LocalOptions = z.infer<typeof localOptions>
