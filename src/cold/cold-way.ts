import type { Sample, WayFacts } from '../core/sample.ts'
import type { Target } from '../core/target.ts'

/** A way of getting cold as one plan has it; each idle period is a way of its own. */
export interface PlannedWay {
  /** The way's name, as in `--cold-by` and in samples. */
  readonly coldBy: string
  readonly plannedIdleMs?: number
  /** How long the idle period may become where an instance survives it; left out where it must not grow. */
  readonly growsToMs?: number
  /** The idle period is what has passed since the last recorded reply; nothing is waited for. */
  readonly sinceRecorded?: true
}

/** A visit before it has its place in a round: the cold-intended invocations, then the warm ones. */
export interface Stop {
  readonly target: string
  /** Left out where only warm invocations are wanted. */
  readonly way?: PlannedWay
  /** 1, or the size of the cluster, or 0. */
  readonly cold: number
  readonly warm: number
}

/** A setting that a way brings along: configuration key, flag, help and schema are all made of it. */
export type WayOption = {
  readonly flag: string
  /** For `bench --help`. */
  readonly help: string
  /** For the schema of the configuration file. */
  readonly describe: string
} & (
  | { readonly kind: 'count'; readonly default?: number }
  | { readonly kind: 'duration' }
  | { readonly kind: 'durations' }
  | { readonly kind: 'switch'; readonly default: boolean }
)

/** The settings of a way of getting cold, by their names in the configuration. */
export type WayOptions = Readonly<Record<string, WayOption>>

interface ValueOfKind {
  readonly count: number
  readonly duration: number
  readonly durations: readonly number[]
  readonly switch: boolean
}

/** The values of a way's own options as the configuration gives them. */
export type OptionValues<Options extends WayOptions> = string extends keyof Options
  ? Readonly<Record<string, unknown>>
  : {
      readonly [Key in keyof Options]: Options[Key] extends { readonly default: unknown }
        ? ValueOfKind[Options[Key]['kind']]
        : ValueOfKind[Options[Key]['kind']] | undefined
    }

/** What a run asks of every way. */
export type Asked = {
  /** Cold starts of each function, over its replicas. */
  readonly cold: number
  /** Warm invocations of each function. */
  readonly warm: number
}

/** One turn of one way at one function. */
export interface Turn {
  readonly way: PlannedWay
  /** Counted from 0. */
  readonly number: number
  /** The replicas of the function. */
  readonly replicas: readonly Target[]
  /** The same in an order of this turn's own. */
  shuffledReplicas(): readonly Target[]
  /** Cold starts at which the function is done: `cold`, or the maximum of a stopping rule. */
  readonly wantedCold: number
  /** True where no other way is planned. */
  readonly isOnlyWay: boolean
}

/** What making a target ready gave. */
export type Readiness =
  | { readonly ready: true; readonly plannedIdleMs?: number; readonly flags: readonly string[] }
  | { readonly ready: false }

/** What a way may know of the target that it makes ready, and do to it. Nothing of it is measured. */
export interface Preparation {
  readonly target: Target
  readonly way: PlannedWay
  /** The longest idle period, as planned, that an instance of the target survived in this way, ms; 0 where none did. */
  readonly survivedMs: number
  /** Whether a reply of it is known, of this run or, where the way asks for it, of one recorded before. */
  readonly isMet: boolean
  /** Forces the next invocation of every target of the deployment cold; left out where that cannot be done. */
  readonly evict?: () => Promise<void>
  /** True where an eviction costs a deployment of the day's allowance. */
  readonly evictionIsDeploy: boolean
  /** Waits until the target has been left alone for so long, ms. */
  waitIdle(idleMs: number): Promise<Readiness>
  /** Does something once a round for all targets of the deployment, as many at once as the platform allows. */
  oncePerDeployment(act: () => Promise<boolean>): Promise<boolean>
  /** Says on the screen what is being done. */
  step(message: string): void
  /** Records something that happened. */
  note(kind: string, message: string): Promise<void>
  /** @throws the interrupt's reason when the run was interrupted */
  throwIfInterrupted(): void
}

/**
 * One way of getting cold: its settings, its part of the plan, what it costs, what it needs and how it is done.
 * A way is one file of this folder and one line in `index.ts`; everything else knows only this.
 */
export interface ColdWay<Options extends WayOptions = WayOptions> {
  readonly name: string
  /** In a plan's description: `idle`, `first invocation after deployment`. */
  readonly title: string
  /** What readers of a run must know; the run carries it. */
  readonly facts: WayFacts
  readonly options: Options
  /** True for a way that comes first, once, and unasked wherever it can. */
  readonly isOpening?: true
  /** True where the cold invocations of one visit are sent at once. */
  readonly cluster?: true
  /** What forcing takes, where the way forces: as assumed for the estimate, ms. */
  readonly estimate?: {
    readonly noun: string
    readonly assumedMs: Readonly<Record<'local' | 'cloud', number>>
    /** It is the platform's eviction, and counts wherever those count. */
    readonly isEviction: boolean
  }
  /** True where one of its own settings asks for it, without `--cold-by`. */
  isImplied?(asked: Asked & OptionValues<Options>): boolean
  /**
   * The ways that are planned: one, or one for each idle period; none for a way that is not repeated.
   * @param periodsMs idle periods that were asked for, or the usual one of the platforms; never empty
   * @throws ColdstartError `bad-arguments` when its settings contradict each other
   */
  plannedWays(asked: Asked & OptionValues<Options>, periodsMs: readonly number[]): readonly PlannedWay[]
  /** The stops of one turn at one function; none once the function has had its cold starts. */
  stops(turn: Turn, asked: Asked & OptionValues<Options>): readonly Stop[]
  /**
   * Refuses targets that it cannot bring cold, before anything is measured.
   * @param canEvict whether a target's platform can be told to evict; left out before that is known
   * @throws ColdstartError `bad-arguments`, `cannot-evict`
   */
  check?(
    targets: readonly Target[],
    asked: Asked & OptionValues<Options>,
    canEvict?: (target: Target) => boolean,
  ): void
  /** Makes a target ready for its cold-intended invocations. Targets are prepared side by side. */
  prepare(preparation: Preparation): Promise<Readiness>
  /**
   * Makes the target ready once more where `last`, meant to be cold, was not; what it met stays in the run.
   * @param tries how many further tries that would be, from 1
   * @returns whether the target is to be invoked again
   */
  again?(preparation: Preparation, last: Sample, tries: number): Promise<boolean>
}

/** Gives a way the types of its own options. */
export function defineWay<const Options extends WayOptions>(way: ColdWay<Options>): ColdWay<Options> {
  return way
}

/** How many of `total` things fall to the `index`th of `shares` when they are spread evenly. */
export function share(total: number, shares: number, index: number): number {
  return Math.floor(((index + 1) * total) / shares) - Math.floor((index * total) / shares)
}

/** The replicas that a turn visits, one cold start each, with their share of the function's warm invocations. */
export function oneColdEach(turn: Turn, { cold, warm }: Asked): Stop[] {
  const before = turn.number * turn.replicas.length
  const visited = turn.shuffledReplicas().slice(0, Math.max(0, turn.wantedCold - before))
  return visited.map(({ id }, index) => ({
    target: id,
    way: turn.way,
    cold: 1,
    warm: share(warm, Math.max(1, cold), before + index),
  }))
}
