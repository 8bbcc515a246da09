import type { EnvironmentStage, RequestEnd, RequestParts } from './engine-event.ts'
import type { FunctionOptions } from './engine-options.ts'
import type { EnvironmentEvent, EnvironmentState } from './environment-state.ts'
import type { EventStream } from './event-stream.ts'
import type { Outcome } from './function-event.ts'

/** One environment's part of the story. */
export interface EnvironmentStory {
  /** Its machine has changed. */
  change(from: EnvironmentState, event: EnvironmentEvent, to: EnvironmentState): void
  load(): void
  idle(untilMs: number): void
  /** It ends now, since nobody has called it for its time. */
  idledOut(): void
}

/** Tells a stream what happens to one function, its environments and its requests. */
export class PoolStory {
  readonly #stream: EventStream
  readonly #keepsShares: boolean
  #options: FunctionOptions

  /** @param keepsShares whether environments are held to the share of the CPU that their options say */
  constructor(stream: EventStream, options: FunctionOptions, keepsShares = false) {
    this.#stream = stream
    this.#keepsShares = keepsShares
    this.#options = options
    this.describe(options)
  }

  get #function(): string {
    return `${this.#options.contract}/${this.#options.name}`
  }

  /** The function has these settings from now on. */
  describe(options: FunctionOptions): void {
    this.#options = options
    const { contract, label, memoryMb, cpu, idleTtlMs, maxEnvironments } = options
    const settings = {
      contract,
      memoryMb,
      idleTtlMs,
      maxEnvironments,
      ...(label !== undefined && { label }),
      ...(cpu && this.#keepsShares && { vcpus: cpu.vcpus }),
    }
    this.#stream.tell({ type: 'function', function: this.#function, ...settings })
  }

  /**
   * A request's headers are here.
   * @returns what tells how it ended; only the first call counts
   */
  beginRequest(): (outcome: Outcome | 'throttled' | 'withdrawn') => void {
    const atMs = performance.now()
    const { label } = this.#options
    const request = {
      type: 'request',
      function: this.#function,
      ...(label !== undefined && { label }),
      request: this.#stream.nextRequest(),
      atMs,
    } as const
    this.#stream.tell(request)
    let isOver = false
    return (outcome) => {
      if (isOver) return
      isOver = true
      this.#stream.tell({ ...request, end: describeOutcome(outcome, performance.now() - atMs) })
    }
  }

  /** The process of an environment has been told to start. */
  beginEnvironment(environment: string): EnvironmentStory {
    let served = 0
    let idledOut = false
    const tell = (stage: EnvironmentStage, untilMs?: number) =>
      this.#stream.tell({
        type: 'environment',
        function: this.#function,
        environment,
        stage,
        sinceMs: performance.now(),
        served,
        ...(untilMs !== undefined && { untilMs }),
        ...(idledOut && { idledOut }),
      })
    tell('boot')
    return {
      change(_from, event, to) {
        if (event === 'deliver') served += 1
        if (to === 'serving') tell('serve')
        else if (to === 'ending') tell('end')
        else if (to === 'ended') tell('ended')
      },
      load: () => tell('load'),
      idle: (untilMs) => tell('idle', untilMs),
      idledOut() {
        idledOut = true
      },
    }
  }
}

function describeOutcome(outcome: Outcome | 'throttled' | 'withdrawn', durationMs: number): RequestEnd {
  if (typeof outcome === 'string') return { durationMs, kind: outcome }
  const { id, invocation } = outcome.instance
  return {
    durationMs,
    kind: invocation === 1 ? 'cold' : 'warm',
    environment: id,
    invocation,
    parts: partsOf(outcome, durationMs),
    ...(outcome.kind !== 'reply' && { failure: outcome.words || outcome.errorType }),
  }
}

/** An environment that was there before the request had its start in nobody's time. */
function partsOf({ instance }: Outcome, durationMs: number): RequestParts {
  const { invocation, ageMs = 0, bootMs, loadMs, handlerMs } = instance
  const isOwnStart = invocation === 1 && ageMs <= durationMs
  const known = {
    ...(isOwnStart && { platformMs: durationMs - ageMs }),
    ...(isOwnStart && bootMs !== undefined && { bootMs }),
    ...(isOwnStart && loadMs !== undefined && { loadMs }),
    ...(handlerMs !== undefined && { handlerMs }),
  }
  const named = Object.values(known).reduce((sum, ms) => sum + ms, 0)
  return { ...known, restMs: Math.max(0, durationMs - named) }
}
