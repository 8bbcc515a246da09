import { randomUUID } from 'node:crypto'
import type { Clock } from '../../../src/core/clock.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import type { WorkerSettings } from '../../../src/workload/workload-description.ts'
import type { Answer, Call } from './stand-in.ts'

/** A function as it was uploaded: exactly the files that a platform has. */
export interface UploadedFunction {
  readonly name: string
  readonly contract: 'vercel' | 'netlify' | 'cloudflare'
  readonly files: ReadonlyMap<string, Buffer>
  /** The module that the platform calls, relative to the package. */
  readonly entry: string
  /** What it exports. */
  readonly exportName: string
  /** Paths of files that are links; what is in them is where they lead. */
  readonly links?: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  /** What a Worker runs with. */
  readonly worker?: WorkerSettings
  /** Netlify's patterns of it, which its edge hands to it. */
  readonly patterns?: readonly string[]
}

export interface RunningFunction {
  invoke(call: Call): Promise<Answer>
  close(): Promise<void>
}

/** Runs uploaded functions; each start is one that no instance of has been seen. */
export type FunctionRunner = (uploaded: UploadedFunction) => Promise<RunningFunction>

/**
 * Answers as fixtures/hello would, without running anything: one instance that lives for ever.
 * @param clock what its instances say they were started by
 */
export const pretendToRun =
  (clock: Clock = systemClock): FunctionRunner =>
  async () => {
    const instance = {
      id: randomUUID(),
      startedAt: new Date(clock.wallMs()).toISOString(),
      bootMs: 1,
      loadMs: 1,
      handlerMs: 1,
    }
    let invocation = 0
    return {
      async invoke({ query }) {
        invocation += 1
        const nonce = query.get('nonce') ?? undefined
        const json = { message: 'Hello, world', nonce, instance: { ...instance, invocation } }
        return { status: 200, json, headers: { 'cache-control': 'no-store' } }
      },
      async close() {},
    }
  }
