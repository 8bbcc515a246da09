/**
 * What an execution environment may be doing.
 *
 * - `starting`: its process runs and has not asked for work yet
 * - `idle`: it asks for work and has none
 * - `serving`: it has an event and has not begun to answer
 * - `replying`: its answer has begun and is not over
 * - `asking`: its answer is not over and it asks for more already
 * - `finishing`: its answer is over and it does not ask for more yet
 * - `ending`: it gets no more work, and its process is about to end
 * - `ended`: its process is gone
 */
export type EnvironmentState = keyof typeof transitions

/**
 * What may happen to it: it asks for work (`ask`), gets an event (`deliver`), begins an answer (`answer`), its
 * answer is over (`conclude`), the engine gives it up (`stop`), its process ends (`exit`).
 */
export type EnvironmentEvent = 'ask' | 'deliver' | 'answer' | 'conclude' | 'stop' | 'exit'

/** Every change of state there is; an event that a state does not name does not happen in it. */
export const transitions = {
  starting: { ask: 'idle', stop: 'ending', exit: 'ended' },
  idle: { deliver: 'serving', stop: 'ending', exit: 'ended' },
  serving: { answer: 'replying', stop: 'ending', exit: 'ended' },
  replying: { ask: 'asking', conclude: 'finishing', stop: 'ending', exit: 'ended' },
  asking: { conclude: 'idle', stop: 'ending', exit: 'ended' },
  finishing: { ask: 'idle', stop: 'ending', exit: 'ended' },
  ending: { exit: 'ended' },
  ended: {},
} as const satisfies Record<string, Partial<Record<EnvironmentEvent, string>>>

/** The state of one environment. It changes by the table above and in no other way. */
export class EnvironmentMachine {
  #state: EnvironmentState = 'starting'
  readonly #watch: (from: EnvironmentState, event: EnvironmentEvent, to: EnvironmentState) => void

  /** @param watch is told every change */
  constructor(
    watch: (from: EnvironmentState, event: EnvironmentEvent, to: EnvironmentState) => void = () => {},
  ) {
    this.#watch = watch
  }

  get state(): EnvironmentState {
    return this.#state
  }

  /** Where an event would lead; undefined if it cannot happen now. */
  next(event: EnvironmentEvent): EnvironmentState | undefined {
    const row: Partial<Record<EnvironmentEvent, EnvironmentState>> = transitions[this.#state]
    return row[event]
  }

  /** Lets an event happen. False, and no change, if it cannot happen now. */
  take(event: EnvironmentEvent): boolean {
    const from = this.#state
    const to = this.next(event)
    if (to === undefined) return false
    this.#state = to
    this.#watch(from, event, to)
    return true
  }
}
