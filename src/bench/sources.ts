import type { BenchConfig } from '../config/bench-config.ts'
import { lambdaReferenceOf } from '../config/target-address.ts'
import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import { cloudIds, providerMeantBy } from '../providers/index.ts'
import { contracts } from '../workload/contract.ts'
import { readLocalVariables } from '../workload/worker/local-variables.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'
import { type FunctionOrder, isContract, orderFunctions } from './function-orders.ts'
import { askedOf, readRequest, type Surroundings } from './read-request.ts'

/** Those that need nothing that is not installed with coldstart. */
const LOCAL_DEFAULT = ['lambda', 'vercel', 'netlify']

/** What `--provider` calls the sample function as a service that is never scaled to zero. */
export const SERVICE = 'microservice'

/** Where the functions of a run come from, before any of them is there. */
export interface FunctionSources {
  /** On the local engine, each under a contract. */
  readonly local: readonly FunctionOrder[]
  /** The sample function as an always-on service is measured beside them. */
  readonly service?: true
  /** To be deployed, each to a cloud. */
  readonly clouds: readonly FunctionOrder[]
  /** Lambda functions of the user's own. */
  readonly ownLambdas: readonly { readonly name: string; readonly reference: string }[]
  /** URLs that answer already. */
  readonly urls: readonly Target[]
  /** What those that run already are asked with, by their names. */
  readonly requests: ReadonlyMap<string, FunctionRequest>
}

/**
 * Sorts what the configuration names; with neither functions, providers nor targets, the sample on the local engine.
 * @throws ColdstartError `bad-arguments` for a cloud that the local engine cannot stand in for, and those of
 * `orderFunctions`
 */
export async function sortSources(
  config: BenchConfig,
  where: 'local' | 'cloud',
  surroundings: Surroundings,
): Promise<FunctionSources> {
  const named = [...new Set(config.providers)].filter((name) => name !== 'local' && name !== SERVICE)
  const isService = config.providers.includes(SERVICE)
  if (isService) refuseOwnService(config)
  if (where === 'local') refuseStrangers(named)
  const order = (names: readonly string[]) => orderFunctions(config, names, surroundings)
  const hasOwnClouds = where === 'cloud' && everyHasProvider(config)
  const usual = hasOwnClouds ? undefined : usualContracts(config, named)
  const onEngine = where === 'local' && named.length > 0 ? [...new Set([...named, ...(usual ?? [])])] : usual
  const clouds = where === 'cloud' && (named.length > 0 || hasOwnClouds) ? await order(named) : []
  const local = onEngine ? await Promise.all((await order(onEngine)).map(withLocalVariables)) : []
  refuseTakenNames(config, [...local, ...clouds])
  return {
    local,
    ...(isService && { service: true as const }),
    clouds,
    ownLambdas: config.targets.flatMap(({ name, url }) => {
      const reference = lambdaReferenceOf(url)
      return reference === undefined ? [] : [{ name, reference }]
    }),
    urls: config.targets
      .filter(({ url }) => lambdaReferenceOf(url) === undefined)
      .map(({ name, url }) => ({ id: name, provider: 'http', platform: 'url', url })),
    requests: await readTargetRequests(config, surroundings),
  }
}

/** What wrangler gives a Worker in local runs, under what the user named. */
async function withLocalVariables(order: FunctionOrder): Promise<FunctionOrder> {
  const { contract, source } = order
  if (contract !== 'cloudflare' || !('file' in source)) return order
  const variables = { ...(await readLocalVariables(source.file)), ...source.variables }
  return Object.keys(variables).length > 0 ? { ...order, source: { ...source, variables } } : order
}

/** What it serves is not theirs, so they could not be compared with it. */
function refuseOwnService({ functions, fixture }: BenchConfig): void {
  if (functions.length === 0 && fixture === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason:
      'The microservice serves the sample function, which is not the one that is to be measured beside it.',
    command: 'bench',
    suggestion: '--target service=http://127.0.0.1:4000/hello, for a service of yours that runs',
  })
}

/** Each function says itself where it is to be deployed. */
function everyHasProvider({ functions, providers }: BenchConfig): boolean {
  const isAll = functions.length > 0 && functions.every(({ provider = [] }) => provider.length > 0)
  return isAll && !providers.includes('local')
}

/**
 * What runs on the local engine although no platform of that name was asked for.
 * @returns undefined for nothing; no names where the functions say themselves under which contract
 */
function usualContracts(
  { providers, functions, targets }: BenchConfig,
  named: readonly string[],
): readonly string[] | undefined {
  const isAsked = providers.includes('local')
  if (functions.length > 0) return isAsked || named.length === 0 ? [] : undefined
  return isAsked || (named.length === 0 && targets.length === 0) ? LOCAL_DEFAULT : undefined
}

async function readTargetRequests(
  config: BenchConfig,
  surroundings: Surroundings,
): Promise<ReadonlyMap<string, FunctionRequest>> {
  const read = config.targets.map(async ({ name, url }) => {
    const request = await readRequest(askedOf(config), lambdaReferenceOf(url) !== undefined, surroundings)
    return request === undefined ? [] : [[name, request] as const]
  })
  return new Map((await Promise.all(read)).flat())
}

/** A function and a target of one name could not be told apart in a table. */
function refuseTakenNames({ targets }: BenchConfig, orders: readonly FunctionOrder[]): void {
  const taken = targets.find(({ name }) => orders.some((order) => order.name === name))
  if (taken === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason: `A function and a target are both called "${taken.name}".`,
    command: 'bench',
    suggestion: `--target other=${taken.url}`,
  })
}

/**
 * @param flag what stands before the name that is suggested, where that helps
 * @param extra what is known beside clouds and the engine
 * @throws ColdstartError `unknown-provider`, with the nearest name
 */
export function checkProviders(
  { providers, functions }: BenchConfig,
  flag = '',
  extra: readonly string[] = [],
): void {
  const platforms: readonly string[] = [...cloudIds, 'local']
  const known = [...platforms, ...extra]
  const ofFunctions = functions.flatMap(({ provider = [] }) => provider)
  const name =
    providers.find((provider) => !known.includes(provider)) ??
    ofFunctions.find((provider) => !platforms.includes(provider))
  if (name === undefined) return
  const meant = providerMeantBy(name, known)
  throw new ColdstartError('unknown-provider', { name, known, suggestion: meant && flag + meant })
}

/** A cloud that the local engine has no runtime for. */
function refuseStrangers(names: readonly string[]): void {
  const stranger = names.find((name) => !isContract(name))
  if (stranger === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason: `The local engine cannot stand in for ${stranger}; it has ${contracts.join(', ')}.`,
    command: 'bench',
    suggestion: '--deploy, for the cloud itself',
  })
}
