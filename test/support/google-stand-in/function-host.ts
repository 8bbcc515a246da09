import type { Clock } from '../../../src/core/clock.ts'

/** Runs what was uploaded: a pretence for tests of behaviour, the local engine for tests end to end. */
export interface FunctionHost {
  deploy(uploaded: UploadedFunction): Promise<HostedFunction>
}

export interface UploadedFunction {
  readonly name: string
  readonly files: Readonly<Record<string, Uint8Array>>
  readonly entryPoint: string
  readonly variables?: Readonly<Record<string, string>>
  /** The file that is served, of a Python function. */
  readonly python?: string
}

export interface HostedFunction {
  invoke(request: HostRequest): Promise<HostReply>
  /**
   * A new revision: no instance of the old one serves again.
   * @param prewarm starts one before any request
   * @param variables of the revision
   */
  replaceInstances(prewarm: boolean, variables: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

export interface HostRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface HostReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  /** A stream is passed on as it comes. */
  readonly body: string | ReadableStream<Uint8Array>
}

/**
 * Answers as fixtures/hello does, and keeps count of its instances.
 * @param clock what they say they were started by
 */
export const pretendHost = (clock: () => Clock): FunctionHost => ({
  async deploy({ name }) {
    let instances = 0
    let instance: { id: string; invocation: number; startedAt: string } | undefined
    const start = () => {
      instances += 1
      return {
        id: `${name}-${instances}`,
        invocation: 0,
        startedAt: new Date(clock().wallMs()).toISOString(),
      }
    }
    return {
      async invoke({ headers }) {
        instance ??= start()
        instance.invocation += 1
        const body = JSON.stringify({
          message: 'Hello, world',
          nonce: headers['x-coldstart-nonce'],
          instance,
        })
        return { status: 200, headers: { 'content-type': 'application/json' }, body }
      },
      async replaceInstances(prewarm) {
        instance = prewarm ? start() : undefined
      },
      async close() {},
    }
  },
})
