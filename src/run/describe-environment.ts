import { arch, cpus, release, totalmem, type } from 'node:os'
import type { Environment } from '../core/run-file.ts'
import { describeGit } from './describe-git.ts'

/** What the caller knows of the environment and no system call tells. */
export interface EnvironmentFacts {
  readonly nodeVersion: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the client sits, in the user's words. */
  readonly location?: string | undefined
  /** What ran local functions, per contract: `aws-lambda-ric 4.0.2`. */
  readonly runtimes?: Readonly<Record<string, string>>
  /** What local functions get of the CPU: `off`, or a share and how it is kept. */
  readonly cpuShares?: Readonly<Record<string, string>>
  /** Which pages were dropped before each cold start of local functions. */
  readonly coldDisks?: Readonly<Record<string, string>>
  /** Versions of the platforms' APIs that are spoken, per provider. */
  readonly providerApis?: Readonly<Record<string, string>>
}

/** What would let a stranger repeat the run: Node, system, processor, commit and branch, CI. */
export async function describeEnvironment(facts: EnvironmentFacts): Promise<Environment> {
  const git = await describeGit(facts.cwd, facts.env)
  const ci = facts.env.GITHUB_ACTIONS ? 'github-actions' : facts.env.CI ? 'ci' : undefined
  const { runtimes = {}, cpuShares = {}, coldDisks = {}, providerApis = {} } = facts
  return {
    node: facts.nodeVersion,
    os: `${type()} ${release()}`,
    arch: arch(),
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cpus: Math.max(1, cpus().length),
    memoryMb: Math.round(totalmem() / 2 ** 20),
    ...(facts.location === undefined ? {} : { location: facts.location }),
    ...git,
    ...(ci === undefined ? {} : { ci }),
    ...(Object.keys(runtimes).length > 0 ? { runtimes: { ...runtimes } } : {}),
    ...(Object.keys(cpuShares).length > 0 ? { cpuShares: { ...cpuShares } } : {}),
    ...(Object.keys(coldDisks).length > 0 ? { coldDisks: { ...coldDisks } } : {}),
    ...(Object.keys(providerApis).length > 0 ? { providerApis: { ...providerApis } } : {}),
  }
}
