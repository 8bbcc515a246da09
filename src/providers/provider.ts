import type { ZodType } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Deployment } from '../core/deployment.ts'
import type { Ledger } from '../core/ledger.ts'
import type { Logger } from '../core/logger.ts'
import type { Network } from '../core/network.ts'
import type { Interpretation, ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import type { ReplySigns } from '../core/reply-signs.ts'
import type { Target } from '../core/target.ts'
import type { StartEngine } from '../engine/start-engine.ts'
import type { Contract } from '../workload/contract.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'
import type { WorkloadSource } from '../workload/workload-source.ts'
import type { ProviderFlag } from './provider-flag.ts'
import type { ProviderLimits } from './provider-limits.ts'
import type { Readiness } from './readiness.ts'

/**
 * A platform, the local engine, or any URL: what is known of it before anybody talks to it. A provider never does
 * measured I/O: it gives the probe a request and reads the reply.
 */
export interface Provider<Options = unknown, Plan extends DeployPlan<Options> = DeployPlan<Options>> {
  readonly id: string
  readonly title: string
  /** Versions of the platform's API that are spoken, for the record of a run. */
  readonly apiVersion?: string
  readonly options: ZodType<Options>
  readonly flags: readonly ProviderFlag[]
  readonly limits: ProviderLimits
  /** What a target of these settings is, as far as it is known before anybody is asked: its size and its stage. */
  usual?(spec: Pick<DeploySpec<Options>, 'options' | 'memoryMb' | 'equalMemoryMb'>): UsualTarget
  /** True where what is deployed ends with this process, so that no ledger has to keep it. */
  readonly endsWithProcess?: boolean
  /** Opens nothing remote yet; sessions, tokens and caches live as long as what it returns. */
  open(context: ProviderContext): Connection<Options, Plan>
}

/** A provider at work in one context: one folder, one ledger, one set of credentials. */
export interface Connection<Options = unknown, Plan extends DeployPlan<Options> = DeployPlan<Options>> {
  /** What `doctor` says: credentials, permissions, region, quota. */
  check(): Promise<Readiness>
  /**
   * Makes and checks the package of a spec, and refuses what the platform cannot have. Calls nothing remote; `plan` takes
   * what was made.
   * @throws ColdstartError `cannot-deploy`, `no-function`
   */
  prepare?(spec: DeploySpec<Options>): Promise<PackageFacts | undefined>
  /**
   * What a deploy will make, on which account, at what cost. Reads only, and refuses exactly what a deploy refuses.
   * @throws ColdstartError `cannot-deploy` and those of the platform's API
   */
  plan(spec: DeploySpec<Options>): Promise<Plan>
  /**
   * A deployment of an earlier process, which `evict` may have to make again out of this spec.
   * @throws ColdstartError `cannot-deploy` where the function's files have changed
   */
  takeUp?(deployment: Deployment, spec: DeploySpec<Options>): Promise<void>
  /** Carries out a plan of this connection. Every remote create is in the ledger first. */
  deploy(plan: Plan): Promise<Deployment>
  /** One invocation of the target as the last `deploy` or `evict` gave it; `asked` takes the place of the usual request. */
  request(target: Target, nonce: string, asked?: FunctionRequest): Promise<ProbeRequest>
  /** The function's report and the platform's, or a typed error. */
  interpret(reply: ProbeReply, nonce: string): Interpretation
  /** A request that reaches the same host and never runs the function, to open a connection with; undefined where there is none. */
  connectOnly?(target: Target): Promise<ProbeRequest | undefined>
  /**
   * A series of invocations of a target begins. Where the platform is ours it does not end an instance between
   * two of them because this machine is slow.
   * @returns what to call when the series is over
   */
  hold?(target: Target): Promise<() => Promise<void>>
  /**
   * Forces the next invocation of every target of the deployment cold.
   * @returns its targets, with the addresses they have now
   */
  evict?(deployment: Deployment): Promise<readonly Target[]>
  /**
   * Finds by name prefix and tag what coldstart made and may not be in the ledger of this folder.
   * Deletes nothing; what it gives can be given to `destroy`.
   */
  findOrphans?(): Promise<readonly Deployment[]>
  /** Idempotent: what is already gone is success. */
  destroy(deployment: Deployment): Promise<void>
  /** Lets go of sockets and sessions; deployments stay. */
  close(): Promise<void>
}

/** What a deploy will do, in full, before anything is made; a provider adds what its own `deploy` needs. */
export interface DeployPlan<Options = unknown> {
  readonly spec: DeploySpec<Options>
  readonly preview: DeployPreview
  /** The id that the deployment will have, in the ledger and in every remote name. */
  readonly deploymentId: string
  /** As they will be. */
  readonly targets: readonly PlannedTarget[]
  /** An address on the platform like those that they will have, by which the way there is known before they are made. */
  readonly measuredAt?: string
}

/** What is known of a target from settings alone. */
export type UsualTarget = Pick<Target, 'memoryMb' | 'facts'>

/** A target before it is there: only its address is not known yet. */
export type PlannedTarget = Omit<Target, 'url'>

/** What the user agrees to before anything is made. */
export interface DeployPreview {
  readonly provider: string
  /** Account, team or project as its owner would recognise it. */
  readonly account: string
  readonly region?: string
  /** One line for each thing that will be made: `IAM role coldstart-…-role`. */
  readonly creates: readonly string[]
  /** What making and keeping it costs, in words: `nothing until it is invoked`. */
  readonly cost: string
  readonly notes?: readonly string[]
  /** Left out where nothing is uploaded. */
  readonly package?: PackageFacts
}

/** What is uploaded of a function, before anything of a single deployment is added to it. */
export interface PackageFacts {
  readonly entry: string
  readonly files: number
  /** Of all of them, before they are compressed. */
  readonly bytes: number
  readonly sha256: string
  /** What was there and is not uploaded, in words. */
  readonly leftOut: readonly string[]
  /** Packages that are imported and not installed. */
  readonly missing: readonly string[]
  /** Packages that are imported and that package.json does not name, where the platform installs by it. */
  readonly unlisted?: readonly string[]
  /** Links whose files are uploaded as copies, where the platform's own tool would leave a link to nothing. */
  readonly copied?: readonly string[]
}

/** Everything a provider may touch of the outside world; a test points it at a server on loopback. */
export interface ProviderContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly cwd: string
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly ledger: Ledger
  /** Every call that is not measured goes this way. */
  readonly network: Network
  /** Of every platform, for a provider of URLs that may be on any of them. */
  readonly replySigns?: readonly ReplySigns[]
  /** API name → base URL, in place of the platform's own. */
  readonly baseUrls: Readonly<Record<string, string>>
  /** What an address with hashes in it stands for; in memory only. */
  readonly addresses?: ReadonlyMap<string, string>
  /** What starts the local engine. @default `startEngine` */
  readonly startEngine?: StartEngine
}

/** What a provider is asked to deploy: function, region, memory, runtime, replicas and its own options. */
export interface DeploySpec<Options = unknown> {
  /** Prefix of every remote name and the run it belongs to. */
  readonly runId: string
  /** Where the function under test is; a provider opens it under its own contract. */
  readonly workload: WorkloadSource
  /** Several functions side by side in one deployment, in place of `workload`; the local engine alone takes them. */
  readonly functions?: readonly NamedFunction[]
  readonly replicas: number
  readonly region?: string
  readonly memoryMb?: number
  /** Where nobody named a size: that of the platform it is compared with, in place of the platform's own default. */
  readonly equalMemoryMb?: number
  readonly runtime?: string
  readonly architecture?: string
  /** Extra bytes in the package, for parameter matrices. */
  readonly paddingKb?: number
  /** A daily schedule in cron form, in the platform's own way. */
  readonly schedule?: string
  /** A module of ours is put around a function of the user's own that names the instance in each reply. */
  readonly wrapper?: boolean
  readonly options: Options
}

/** One of several functions, with the name that its target has in tables. */
export interface NamedFunction {
  readonly name: string
  readonly contract: Contract
  readonly source: WorkloadSource
}
