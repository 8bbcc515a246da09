import type { BenchConfig } from '../config/bench-config.ts'
import { type RequestWord, wordsCarriedBy } from '../workload/event-shape-names.ts'
import { sampleEchoes, sampleFolder } from '../workload/sample.ts'
import { EXPORTS_BY_CONVENTION, takesExport } from './refuse-of-function.ts'
import type { FunctionSources } from './sources.ts'

/** Why a setting changes nothing of a run, as the beginning of a sentence; undefined where it does. */
export type WhyNot = (config: BenchConfig, sources: FunctionSources) => string | undefined

/** Only deployed to a cloud. */
export const onClouds: WhyNot = (_, { local, clouds }) => {
  if (clouds.length > 0) return undefined
  return local.length > 0 ? 'The local engine runs on this machine' : 'Nothing of this run is deployed'
}
/** Only where a platform sells sizes. */
export const onSizes: WhyNot = (config, sources) => {
  const deployed = [...sources.local, ...sources.clouds]
  const isWorkers = deployed.length > 0 && deployed.every(({ contract }) => contract === 'cloudflare')
  return isWorkers ? 'Workers have no sizes: each has 128 MB' : onDeployed(config, sources)
}
/** Only on the local engine, for what gets its CPU by its size. */
export const onShares: WhyNot = (config, sources) => onEngine(config, sources) ?? onSizes(config, sources)
/** Only on the local engine. */
export const onEngine: WhyNot = (_, { local }) =>
  local.length > 0 ? undefined : 'Nothing of this run is on the local engine'
/** Only for Workers on the local engine. */
export const onWorkers: WhyNot = (config, sources) =>
  sources.local.some(({ contract }) => contract === 'cloudflare')
    ? undefined
    : (onEngine(config, sources) ?? 'Nothing of this run is a Cloudflare Worker on the local engine')
/** Only where everything is on the local engine: nobody reaches the disks of the others, and a table shows one measure. */
export const onEngineAlone: WhyNot = (config, sources) => {
  const { clouds, ownLambdas, urls } = sources
  const isElsewhere = clouds.length + ownLambdas.length + urls.length > 0
  return isElsewhere ? 'Something of this run is not on the local engine' : onEngine(config, sources)
}
/** Wherever a function is deployed, locally or to a cloud. */
export const onDeployed: WhyNot = (_, { local, clouds }) =>
  local.length + clouds.length > 0 ? undefined : 'Nothing of this run is deployed'
/** Only where everything runs already, and idle is the only way: what is deployed for a run has no past. */
export const onRunning: WhyNot = ({ coldBy, burst }, { local, clouds }) => {
  if (local.length + clouds.length > 0) return 'What is deployed for this run was never called before it'
  const isAlone = coldBy.every((name) => name === 'idle') && burst === 0
  return isAlone ? undefined : 'It is about the only cold start of a run, and others are asked for'
}
/** Only where something is not on this machine. */
export const onAway: WhyNot = (_, { clouds, ownLambdas, urls }) =>
  clouds.length + ownLambdas.length + urls.length > 0
    ? undefined
    : 'Everything of this run is on this machine'

/** Where a certificate may be checked: away from this machine, or of a queue's Redis over TLS. */
export const onTls: WhyNot = (config, sources) =>
  config.trigger === 'queue' && !config.redis?.startsWith('redis:') ? undefined : onAway(config, sources)

/** Only for Lambda functions. */
const onLambda: WhyNot = (_, { local, clouds, ownLambdas }) =>
  ownLambdas.length > 0 || [...local, ...clouds].some(({ contract }) => contract === 'lambda')
    ? undefined
    : 'Nothing of this run is a Lambda function'

/** Only for Lambda functions, and for the sample no event that it does not echo the nonce of: each of its replies would fail. */
export const onEvent: WhyNot = (config, sources) => {
  const cannotAnswer = [...sources.local, ...sources.clouds].some(
    ({ contract, source }) =>
      contract === 'lambda' &&
      'folder' in source &&
      source.folder === sampleFolder &&
      !sampleEchoes(source.request?.event),
  )
  if (!cannotAnswer) return onLambda(config, sources)
  return 'The sample function answers the events http-api and function-url, or one with a "nonce" of "{{nonce}}"; any other is for a function of your own'
}

/** A Lambda function that runs already is looked for in one region, unless its ARN says in which. */
export const onRegion: WhyNot = (config, sources) => {
  const isFound = sources.ownLambdas.some(({ reference }) => !reference.startsWith('arn:'))
  const isSole = config.region?.length === 1
  return isFound && isSole ? undefined : onClouds(config, sources)
}

/** Only where a queue calls what is measured. */
export const onQueue: WhyNot = ({ trigger }) =>
  trigger === 'queue' ? undefined : '--trigger queue was not given'

/** Only for functions of the user's own that a platform calls by a name. */
export const onExport: WhyNot = ({ functions }, { local, clouds }) => {
  if (functions.length === 0) return '--function was not given'
  return takesExport([...local, ...clouds].map(({ contract }) => contract))
    ? undefined
    : EXPORTS_BY_CONVENTION
}

/** Only for the sample function. */
export const onSample: WhyNot = (config, sources) =>
  config.functions.length > 0 ? 'Functions of your own are named' : onDeployed(config, sources)

/** Lambda's Invoke answers with JSON whatever the function renders. */
export const onPages: WhyNot = (_, { local, clouds, ownLambdas, urls }) => {
  const orders = [...local, ...clouds]
  const hasPages =
    urls.length > 0 ||
    orders.some(({ contract, source }) => {
      const { event: __, expect: ___, secrets: ____, ...http } = source.request ?? {}
      return contract !== 'lambda' || (local.length > 0 && Object.keys(http).length > 0)
    })
  return hasPages || orders.length + ownLambdas.length === 0
    ? undefined
    : 'A Lambda invocation renders no page'
}

/** A word of the request reaches a Lambda function only in an event that has a place for it. */
export function onRequest(word: RequestWord): WhyNot {
  return ({ event }, { local, clouds, ownLambdas, urls }) => {
    const isCarried =
      urls.length > 0 ||
      (ownLambdas.length > 0 && wordsCarriedBy(event).includes(word)) ||
      [...local, ...clouds].some(({ carries }) => carries.includes(word))
    return isCarried ? undefined : `The event has no place for it`
  }
}

/** Only for functions of the user's own that are deployed, where a module around them would prove anything. */
export const onWrapped: WhyNot = (config, sources) => {
  const { clouds } = sources
  const own = clouds.filter(({ source }) => 'file' in source)
  if (clouds.length > 0 && own.length === 0) return 'The sample function names its instances by itself'
  const { mode } = config.options.lambda ?? {}
  if (own.length > 0 && mode !== 'url' && own.every(({ contract }) => contract === 'lambda'))
    return 'A Lambda function that is invoked is measured untouched'
  return onClouds(config, sources)
}

/** Only where cold starts are got in one of these ways. */
export function onWays(...names: readonly string[]): WhyNot {
  return ({ keepalive, cold, coldBy, burst }, { urls }) => {
    // A URL cannot be forced cold, which is the greater mistake and said in its own words.
    if (urls.length > 0 && coldBy.includes('evict')) return undefined
    const ways = burst > 0 ? [...coldBy, 'burst'] : coldBy
    if (keepalive || (ways.some((name) => names.includes(name)) && (cold > 0 || burst > 0))) return undefined
    if (cold === 0) return 'No cold start is asked for'
    return `--cold-by ${names[0]} was not given`
  }
}

/** Only where warm invocations are asked for. */
export const onWarm: WhyNot = ({ keepalive, warm }) =>
  keepalive || warm > 0 ? undefined : 'No warm invocation is asked for'

/** Only where a function has several copies. */
export const onReplicas: WhyNot = ({ replicas }) => (replicas > 1 ? undefined : '--replicas was not given')
