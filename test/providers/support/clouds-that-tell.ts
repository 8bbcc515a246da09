import {
  type CloudName,
  type RunningCloud,
  startGoogle,
  startLambda,
  startNetlify,
  startVercel,
} from '../../support/deployed-bench.ts'

/** One cloud, and how to hear of the calls that make something or change it. */
interface Heard extends RunningCloud {
  /** Called after a call is done and before it is answered. */
  listen(listener: ((call: string) => void | Promise<void>) | undefined): void
}

interface Cloud {
  start: () => Promise<Heard>
  creates: RegExp
  evicts: RegExp
  /** Samples that there are when it is killed, at the next forced cold start. */
  killedAfter: number
}

/** A Worker has its variables from elsewhere than this function. */
export type Name = Exclude<CloudName, 'cloudflare'>

export const clouds: Record<Name, Cloud> = {
  lambda: {
    start: async () => {
      const { aws, ...rest } = await startLambda()
      const listen: Heard['listen'] = (listener) => {
        aws.onCall =
          listener && ((call, moment) => (moment === 'after' ? listener(call.operation) : undefined))
      }
      return { ...rest, listen }
    },
    creates: /^CreateFunction$/,
    evicts: /^UpdateFunctionConfiguration$/,
    killedAfter: 3,
  },
  vercel: {
    start: async () => {
      const { standIn, ...rest } = await startVercel()
      return { ...rest, listen: (listener) => standIn.onCall(listener ?? (() => {})) }
    },
    creates: /^POST \/v11\/projects$/,
    evicts: /^POST \/v13\/deployments$/,
    killedAfter: 3,
  },
  netlify: {
    start: async () => {
      const { standIn, ...rest } = await startNetlify()
      return { ...rest, listen: (listener) => standIn.onCall(listener ?? (() => {})) }
    },
    creates: /^POST .*\/ada\/sites$/,
    evicts: /^POST .*\/deploys$/,
    // Netlify takes three deploys a minute, and a process that is to be killed waits for the fourth.
    killedAfter: 2,
  },
  google: {
    start: async () => {
      const { cloud, ...rest } = await startGoogle()
      const listen: Heard['listen'] = (listener) => {
        cloud.onCall = listener
      }
      return { ...rest, listen }
    },
    creates: /^CreateFunction$/,
    evicts: /^UpdateService$/,
    killedAfter: 3,
  },
}
