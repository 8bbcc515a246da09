import { stat } from 'node:fs/promises'
import { parse, resolve } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { FunctionSettings } from '../config/function-settings.ts'
import { splitOutput } from '../config/output-word.ts'
import { ColdstartError } from '../core/errors.ts'
import { type Contract, contracts } from '../workload/contract.ts'
import { detectContract } from '../workload/detect-contract.ts'
import { type RequestWord, requestWords, wordsCarriedBy } from '../workload/event-shape-names.ts'
import { RESULTS_FOLDER } from '../workload/left-out.ts'
import { sampleFolder } from '../workload/sample.ts'
import type { WorkloadSource } from '../workload/workload-source.ts'
import { findFunction } from './find-function.ts'
import { askedOf, readRequest, readVariables, type Surroundings } from './read-request.ts'
import { refuseOfFunction } from './refuse-of-function.ts'
import { refuseReservedVariables } from './refuse-reserved-variables.ts'

/** One function under one contract: one target, or one a point of the matrix and a replica. */
export interface FunctionOrder {
  /** What tables call it. */
  readonly name: string
  /** A contract of the local engine, or the cloud that is deployed to. */
  readonly contract: string
  readonly source: WorkloadSource
  /** The words of a request that reach it. */
  readonly carries: readonly RequestWord[]
  /** Left out for the sample function. */
  readonly own?: { readonly chosenBecause: string; readonly commit?: string }
}

/**
 * Every function of a run with every contract that it is measured under: the user's own, else the sample.
 * @param named contracts or clouds that all of them are wanted under; with none, a function's own is found
 * @throws ColdstartError `no-function`, `unclear-contract`, `bad-arguments` for names that collide, and those of
 * `readRequest`
 */
export async function orderFunctions(
  config: BenchConfig,
  named: readonly string[],
  surroundings: Surroundings,
): Promise<FunctionOrder[]> {
  if (config.functions.length === 0) return orderSample(config, named, surroundings)
  const orders = await Promise.all(config.functions.map((own) => orderOwn(own, config, named, surroundings)))
  const all = apart(orders.flat())
  const twice = all.find(({ name }, index) => all.findIndex((one) => one.name === name) !== index)
  if (twice)
    throw new ColdstartError('bad-arguments', {
      reason: `Two functions would both be called "${twice.name}" in the table.`,
      command: 'bench',
      suggestion: `before=${config.functions[0]?.entry} after=${config.functions[1]?.entry ?? '…'}`,
    })
  return all
}

/** Files of one name under one contract are served under the names that tables have; others keep their own. */
function apart(orders: readonly FunctionOrder[]): FunctionOrder[] {
  const placeOf = ({ contract, source }: FunctionOrder) =>
    'file' in source ? `${contract} ${parse(source.file).name.toLowerCase()}` : ''
  return orders.map((order) => {
    const alike = orders.filter((one) => placeOf(one) === placeOf(order))
    if (alike.length < 2) return order
    return { ...order, source: { ...order.source, name: order.name.replace(/[^\w-]/g, '-') } }
  })
}

async function orderSample(
  config: BenchConfig,
  named: readonly string[],
  surroundings: Surroundings,
): Promise<FunctionOrder[]> {
  const folder = resolve(surroundings.cwd, config.fixture ?? sampleFolder)
  const found = await stat(folder).catch(() => undefined)
  if (found && !found.isDirectory())
    throw new ColdstartError('no-function', {
      path: folder,
      is: 'file',
      suggestion: `--function ${config.fixture}`,
    })
  if (!found) throw new ColdstartError('no-function', { path: folder })
  return Promise.all(
    named.map(async (name) => ({
      name,
      contract: name,
      source: { folder, ...(await givenTo({}, config, name, surroundings)) },
      carries: name === 'lambda' ? wordsCarriedBy(config.event) : requestWords,
    })),
  )
}

async function orderOwn(
  own: FunctionSettings,
  config: BenchConfig,
  named: readonly string[],
  surroundings: Surroundings,
): Promise<FunctionOrder[]> {
  const file = await findFunction(own.entry, surroundings.cwd)
  const { chosen, chosenBecause } = await contractsOf(own, file, named)
  const carriedBy = (contract: string) =>
    contract === 'lambda' ? wordsCarriedBy(own.event ?? config.event) : requestWords
  refuseOfFunction(own, { contracts: chosen, carries: chosen.flatMap(carriedBy) })
  const root = own.root ?? config.root
  const exportName = own.export ?? config.export
  return Promise.all(
    chosen.map(async (contract) => {
      const name = nameOf(own, contract, config.functions.length > 1, chosen.length > 1)
      const given = await givenTo(own, config, contract, surroundings)
      const node = surroundings.nodes?.get(own.name ?? '')
      const source = {
        file,
        ...(node && { node }),
        ...(exportName && { exportName }),
        ...(root && { root: resolve(surroundings.cwd, root) }),
        ...given,
        request: { ...given.request, expect: { redirects: true as const, ...given.request?.expect } },
      }
      return {
        name,
        contract,
        source,
        carries: carriedBy(contract),
        own: { chosenBecause, ...(own.commit && { commit: own.commit }) },
      }
    }),
  )
}

/** A sole function without a name is called by its contract, as the sample is; several by their files. */
function nameOf(own: FunctionSettings, contract: string, isOneOfMany: boolean, hasMany: boolean): string {
  const name = own.name ?? (isOneOfMany ? parse(own.entry).name : undefined)
  if (name === undefined) return contract
  return hasMany ? `${name}/${contract}` : name
}

/** What was said wins, then a name that is a contract's, then what the file shows. */
async function contractsOf(
  { provider, name = '' }: FunctionSettings,
  file: string,
  named: readonly string[],
): Promise<{ readonly chosen: readonly string[]; readonly chosenBecause: string }> {
  if (provider) return { chosen: provider, chosenBecause: 'as configured' }
  if (named.length > 0) return { chosen: named, chosenBecause: 'by --provider' }
  if ((contracts as readonly string[]).includes(name)) return { chosen: [name], chosenBecause: 'by its name' }
  const { contracts: possible, because } = await detectContract(file)
  if (possible.length === 1) return { chosen: possible, chosenBecause: because }
  throw new ColdstartError('unclear-contract', { path: file, because, contracts: possible })
}

async function givenTo(
  own: Partial<FunctionSettings>,
  config: BenchConfig,
  contract: string,
  surroundings: Surroundings,
) {
  const asked = askedOf(config, own)
  const request = await readRequest(asked, contract === 'lambda', surroundings)
  const variables = await readVariables(asked, surroundings)
  const optionOf = (name: string) =>
    name in (asked.env ?? {}) ? `--env ${name}` : `--env-file ${asked.envFile}`
  refuseReservedVariables(Object.keys(variables ?? {}), contract, optionOf)
  const timeoutMs = own.timeout ?? config.functionTimeout
  return {
    ...(request && { request }),
    ...(variables && { variables }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    written: writtenBy(config, surroundings.cwd),
  }
}

/** Its reports and its runs, which may lie among the function's files: one run must not be a part of the next. */
function writtenBy({ output }: Pick<BenchConfig, 'output'>, cwd: string): readonly string[] {
  return [RESULTS_FOLDER, ...output.map((word) => splitOutput(word).path)].map((path) => resolve(cwd, path))
}

/** Whether a name is a contract that the local engine has. */
export function isContract(name: string): name is Contract {
  return (contracts as readonly string[]).includes(name)
}
