// Put into the package of a Netlify background function: its reply begins when the job does, and ends with it.
import { Writable } from 'node:stream'

type Job = (event: unknown, context: object, callback: (error?: unknown) => void) => unknown
type Streaming = (event: unknown, reply: Writable, context: object) => Promise<void>

declare const awslambda: { streamifyResponse(handler: Streaming): unknown }

/** A function of the v2 API, which its bootstrap loads with the first request: the job begins when that is done. */
export function makeJob(
  getLambdaHandler: (module: { default: (...all: unknown[]) => unknown }) => Streaming,
  load: () => Promise<Readonly<Record<string, unknown>>>,
): unknown {
  let begin = () => {}
  const inner = getLambdaHandler({
    async default(...all) {
      const { default: main } = await load()
      begin()
      const found = main as { fetch?: unknown; default?: unknown }
      return ((found.fetch ?? found.default ?? found) as (...given: unknown[]) => unknown)(...all)
    },
  })
  return awslambda.streamifyResponse(async (event, reply, context) => {
    begin = () => void reply.write('started')
    // What a job returns goes nowhere, and a failure of it is the platform's to log.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    await inner(event, Object.assign(nowhere, { setPrelude() {}, setContentType() {} }), context)
    reply.end()
  })
}

/** A Lambda-compatible function, loaded already. */
export function makeOldJob(handler: Job): unknown {
  return awslambda.streamifyResponse(async (event, reply, context) => {
    reply.write('started')
    await new Promise<unknown>((resolve, reject) => {
      const returned = handler(event, context, (error) => (error ? reject(error) : resolve(undefined)))
      const answers = typeof (returned as PromiseLike<unknown> | undefined)?.then === 'function'
      if (answers) (returned as PromiseLike<unknown>).then(resolve, reject)
    })
    reply.end()
  })
}
