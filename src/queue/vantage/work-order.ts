import { z } from 'zod'
import { coldBy, intendedTemperature } from '../../core/sample.ts'

const ms = z.number().nonnegative()

/** What a run asks of its workers, once a run: kept in Redis beside its jobs, and holds the names of secrets only. */
export const workOrder = z.strictObject({
  run: z.string().min(1),
  /** Of coldstart, which its workers must be of. */
  version: z.string().min(1),
  /** By name; a query value may be `env:NAME`, which each worker reads on its own machine. */
  targets: z.record(z.string(), z.string().min(1)),
  request: z.strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).exactOptional(),
    path: z.string().exactOptional(),
    /** A value may be `env:NAME`. */
    headers: z.record(z.string(), z.string()).exactOptional(),
    status: z.array(z.string()).exactOptional(),
    type: z.literal('html').exactOptional(),
  }),
  connection: z.enum(['fresh', 'kept']),
  timeouts: z.strictObject({
    connectMs: ms.exactOptional(),
    tlsMs: ms.exactOptional(),
    waitMs: ms.exactOptional(),
    downloadMs: ms.exactOptional(),
    totalMs: ms.exactOptional(),
  }),
})
/** What a run asks of all its workers. */
export type WorkOrder = z.infer<typeof workOrder>

/** One invocation at one vantage point: what a job carries. */
export const probeOrder = z.strictObject({
  run: z.string().min(1),
  /** The sample's id. */
  sample: z.string().min(1),
  /** The name in the work order's targets. */
  target: z.string().min(1),
  /** What the run calls the target there: `mine@fra1`. */
  at: z.string().min(1),
  vantage: z.string().min(1),
  round: z.int().nonnegative(),
  intended: intendedTemperature,
  coldBy: coldBy.exactOptional(),
  plannedIdleMs: ms.exactOptional(),
  /** Epoch ms, by the clock of Redis. */
  dueMs: ms,
  /** The sample of the same visit that comes before it. */
  after: z.string().exactOptional(),
})
/** One invocation that a worker is asked for. */
export type ProbeOrder = z.infer<typeof probeOrder>
