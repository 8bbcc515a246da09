import { wayNamed } from '../cold/find-way.ts'
import type { RunDecision } from '../core/run-file.ts'
import { nameOfWay } from '../core/way-facts.ts'
import type { Round } from '../plan/plan.ts'
import { confidenceByLook, decisionLooks } from '../stats/index.ts'
import type { Session } from './session.ts'

/** Watches whether a run with `--until-decided` may end. */
export interface Decisions {
  /** Asked after each round: true where every budget is decided, or nothing more can be. */
  isOver(round: number): boolean
  /** The look that the run has come to; undefined before the first that ended it. */
  reached(): RunDecision | undefined
}

/** A run that was not asked to go on until its budgets are decided is never over by this. */
const NEVER: Decisions = { isOver: () => false, reached: () => undefined }

/**
 * Looks at the budgets after the rounds that `decisionLooks` names, at the confidence that allows for looking: each look
 * has its own, however many of them are made. A round that a resumed run had gone past before did not end it, and is
 * not asked again; so it comes to the same end.
 */
export function watchDecisions(session: Session): Decisions {
  const { job, context, state } = session
  const { isDecided } = context
  const { decideRule, rounds } = job.plan
  if (!decideRule || !isDecided) return NEVER
  const turns = turnsAfter(rounds)
  const most = Math.max(0, ...turns.values())
  const perTurn = Math.max(1, Math.ceil(decideRule.most / Math.max(1, most)))
  const looks = decisionLooks(Math.ceil(decideRule.least / perTurn), most)
  const confidences = confidenceByLook(looks)
  let looked = 0
  let reached: RunDecision | undefined
  return {
    reached: () => reached,
    isOver(round) {
      const done = turns.get(round) ?? 0
      const wasPassed = round < state.lastRound
      const look = looks.indexOf(done)
      const confidence = confidences[look]
      if (done > looked && confidence !== undefined) {
        looked = done
        const decided = !wasPassed && isDecided(state.measured.build().result, confidence)
        if (decided || done === most) reached = { rounds: done, most, looks: look + 1, confidence }
        if (decided) return true
      }
      return !wasPassed && rounds.some(({ number, visits }) => number === round && givesUp(visits, state))
    },
  }
}

/** Whether a function was given up in a round: at the beginning of the next one all its visits here are complete. */
function givesUp(visits: Round['visits'], { notes, isComplete }: Session['state']): boolean {
  const givenUp = notes.flatMap(({ kind, target }) => (kind === 'target-given-up' ? [target] : []))
  return visits.some((visit) => givenUp.includes(visit.target) && !isComplete(visit))
}

/** How often each way of getting cold has had its turn when a round is over: the least of them. */
function turnsAfter(rounds: readonly Round[]): Map<number, number> {
  const repeated = rounds.map(({ number, visits }) => ({ number, way: wayOf(visits) }))
  const counts = new Map<string, number>(
    repeated.flatMap(({ way }) => (way === undefined ? [] : [[way, 0] as const])),
  )
  return new Map(
    repeated.map(({ number, way }) => {
      if (way !== undefined) counts.set(way, (counts.get(way) ?? 0) + 1)
      return [number, counts.size === 0 ? 0 : Math.min(...counts.values())]
    }),
  )
}

function wayOf(visits: Round['visits']): string | undefined {
  const way = visits.find((visit) => visit.way)?.way
  return way && !wayNamed(way.coldBy).isOpening ? nameOfWay(way) : undefined
}
