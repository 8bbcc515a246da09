/** What a platform allows, runs and charges. */
export interface ProviderLimits {
  /** Cold starts that may be asked for at once. */
  readonly parallelColds: number
  /** The idle period after which an instance is usually gone, ms. Never relied on. */
  readonly usualIdleMs: number
  /** True of what is never scaled to zero: it has warm invocations alone. */
  readonly neverCold?: true
  readonly memory?: MemorySizes
  readonly runtimes?: NodeRuntimes
  /** True where forcing a cold start is a deployment and counts as one. */
  readonly evictionIsDeploy?: boolean
  readonly quotas?: readonly DeployQuota[]
  readonly prices?: Prices
}

/** Read on a day, from a page: what is older than half a year is said to be. */
export interface Dated {
  /** `2026-10-08` */
  readonly asOf: string
  readonly source: string
}

/** The memory sizes of a platform. */
export interface MemorySizes {
  /** What a function has where nobody names a size, MB. */
  readonly defaultMb: number
  /** Sizes that anybody may ask for, on every plan; left out where a paid plan is needed or there is one size. */
  readonly anyUpToMb?: number
  /** The sizes that there are on any plan, MB: from one to another, or some alone; left out where any may be asked for. */
  readonly sizes?: SizeRange
}

/** Memory sizes from one to another, or these alone, MB. */
export type SizeRange =
  | { readonly least: number; readonly most: number }
  | { readonly only: readonly number[] }

/** Node.js versions that new functions may have. */
export interface NodeRuntimes extends Dated {
  /** The default first; `ends` is the day from which no function can be made with it any more. */
  readonly node: readonly { readonly major: number; readonly ends?: string }[]
  /** The platform may have newer ones by now; it is asked. */
  readonly mayBeNewer?: true
}

/** How much may be deployed in a time. */
export interface DeployQuota extends Dated {
  /** `deployments`, `credits` */
  readonly noun: string
  readonly perDeploy: number
  readonly most: number
  readonly per: 'day' | 'month'
  /** The plan of the platform's that has so much, the smallest one. */
  readonly plan: string
  /** Others have more. */
  readonly larger?: string
  /** Only deployments at this stage count. */
  readonly stage?: string
}

/** Dollars; an estimate names the day. */
export interface Prices extends Dated {
  readonly perMillionRequests: number
  readonly perGbSecond: number
  /** What a deployment costs, by its stage. */
  readonly perDeploy?: Readonly<Record<string, number>>
  readonly note?: string
}
