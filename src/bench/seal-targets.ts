import type { BenchConfig } from '../config/bench-config.ts'
import { parseTargetAddress, type TargetAddress } from '../config/target-address.ts'
import { ColdstartError } from '../core/errors.ts'
import { type SealOptions, sealAddress } from '../core/sealed-address.ts'
import { looksSealed } from '../core/sealed-value.ts'
import { projectSalt } from '../store/salt.ts'

/** Where values are looked up and the salt is kept. */
export interface SealContext {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The configuration as it may be stored: hashes in place of the query values, user names and passwords of its targets.
 * @param addresses gets what each stored address stands for
 * @throws ColdstartError `sealed-value-given`, `unset-variable`, `bad-salt`
 */
export async function sealTargets(
  config: BenchConfig,
  context: SealContext,
  addresses: Map<string, string>,
): Promise<BenchConfig> {
  if (!config.targets.some(hasValues)) return config
  const options = await optionsFor(config, context)
  const targets = config.targets.map((target) => {
    if (!hasValues(target)) return target
    if (holdsHash(target.url)) throw new ColdstartError('sealed-value-given', { target: target.name })
    return seal(target, options, addresses)
  })
  return { ...config, targets }
}

/**
 * Has the addresses of a recorded run at hand again: variables are read anew, and what was typed has to be typed again.
 * @param given `name=url` as on the command line, for targets whose values were typed
 * @param addresses gets what each stored address stands for
 * @throws ColdstartError `sealed-value-missing`, `sealed-value-changed`, `unset-variable`, `bad-target`
 */
export async function openTargets(
  run: string,
  config: BenchConfig,
  given: readonly string[],
  context: SealContext,
  addresses: Map<string, string>,
): Promise<void> {
  const words = given.map(parseTargetAddress)
  const stranger = words.find(({ name }) => !config.targets.some((target) => target.name === name))
  if (stranger) throw new ColdstartError('not-a-target-of-run', { run, target: stranger.name })
  if (!config.targets.some(({ sealed }) => sealed) && words.length === 0) return
  const options = await optionsFor(config, context)
  for (const target of config.targets) {
    const word = words.find(({ name }) => name === target.name)
    const again = word ?? withVariables(target, run)
    if (again === undefined) continue
    const { url } = seal(again, options, addresses)
    if (url !== target.url) throw new ColdstartError('sealed-value-changed', { run, target: target.name })
  }
}

function seal(target: TargetAddress, options: SealOptions, addresses: Map<string, string>): TargetAddress {
  const { open, stored, sealed } = sealAddress(target.url, options)
  addresses.set(stored, open)
  return { name: target.name, url: stored, ...(sealed.length > 0 ? { sealed: [...sealed] } : {}) }
}

/** The address with `env:NAME` where a variable's value was; undefined where nothing is sealed. */
function withVariables(target: TargetAddress, run: string): TargetAddress | undefined {
  const { name, url, sealed } = target
  if (!sealed) return undefined
  const literals = sealed.filter(({ from }) => from === 'literal').map(({ name: value }) => value)
  if (literals.length > 0) throw new ColdstartError('sealed-value-missing', { run, target: name, literals })
  const written = sealed.reduce(
    (text, { hash, source }) => text.replaceAll(hash, encodeURIComponent(`env:${source}`)),
    url,
  )
  return { name, url: written }
}

function hasValues({ url }: TargetAddress): boolean {
  return /^https?:\/\/(?:[^/?#]*@|[^#]*\?)/i.test(url)
}

function holdsHash(url: string): boolean {
  return url.split(/[/:@?&=#]/).some(looksSealed)
}

async function optionsFor({ keepQuery }: BenchConfig, { cwd, env }: SealContext): Promise<SealOptions> {
  return { salt: await projectSalt(cwd), keepQuery, variable: (name) => variableOf(name, env) }
}

function variableOf(name: string, env: SealContext['env']): string {
  const value = env[name]
  if (value) return value
  throw new ColdstartError('unset-variable', { name })
}
