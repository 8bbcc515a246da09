/** The mark of a handler that streams its replies, as AWS's own client leaves and looks for it. */
export const STREAMING: symbol = Symbol.for('aws.lambda.runtime.handler.streaming')

/** Installs `awslambda`, the global by which functions ask for response streaming. */
export function installStreamingGlobals(): void {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: object) => Object.assign(handler, { [STREAMING]: 'response' }),
      HttpResponseStream: {
        from(stream: { setPrelude(prelude: object): void }, prelude: object) {
          stream.setPrelude(prelude)
          return stream
        },
      },
    },
  })
}
