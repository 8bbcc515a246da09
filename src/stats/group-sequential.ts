import { normalQuantile, normalUpperTail } from './normal-distribution.ts'

/** Both sides together: a wrong verdict on either side in 2.5 % at most, however often one looks. */
const ALPHA = 0.05
/** Shape of the spending: little at first, so that nearly all is left for the end. */
const RHO = 3
/** Points of the grid on which the density of a run that goes on is kept. */
const POINTS = 201
/** Below 6 pairs no interval exists. */
const LEAST = 6

/**
 * When a run that goes on until its budgets are decided looks at itself, counted in rounds: every second up to 20, every
 * fifth up to 100, then every tenth or twentieth part of the longest run, and at its end.
 * @param least rounds before the first look
 * @param most rounds of the longest run
 */
export function decisionLooks(least: number, most: number): number[] {
  const first = Math.min(most, Math.max(LEAST, least))
  const late = Math.max(10, Math.ceil(most / 20))
  const looks: number[] = []
  for (let rounds = first; rounds < most; rounds += rounds < 20 ? 2 : rounds < 100 ? 5 : late)
    looks.push(rounds)
  return [...looks, most]
}

/** How much of the error may be spent once the share t of the longest run is over: α · t³. */
export function spentAt(share: number): number {
  return ALPHA * share ** RHO
}

/**
 * The confidence of the interval that each look may decide by, so that all looks together err in 5 % at most: repeated
 * confidence intervals with the boundaries of a group-sequential test whose error is spent by α · t³ (Kim & DeMets' power
 * family, ρ = 3), found by Armitage, McPherson and Rowe's recursion. Valid whatever ends the run at a look.
 * Source: Kim & DeMets, Biometrika 74 (1987); Armitage, McPherson & Rowe, JRSS A 132 (1969); Jennison & Turnbull,
 * Group Sequential Methods (1999), 7.2 and 9.1.
 * @param looks rounds at which is looked, ascending; the last is the longest run
 */
export function confidenceByLook(looks: readonly number[]): number[] {
  const most = looks[looks.length - 1] ?? 1
  let spent = 0
  let before: Grid | undefined
  let share = 0
  return looks.map((rounds) => {
    const now = rounds / most
    const step = Math.sqrt(now - share)
    const may = spentAt(now) - spent
    const bound = boundOf(may, before, step)
    before = densityWithin(bound, before, step)
    spent = spentAt(now)
    share = now
    return 1 - 2 * normalUpperTail(bound / Math.sqrt(now))
  })
}

/** The density of a Brownian motion that has crossed no bound so far, on equal steps from −reach to reach. */
interface Grid {
  readonly reach: number
  readonly values: Float64Array
}

function boundOf(may: number, before: Grid | undefined, step: number): number {
  if (!before) return -normalQuantile(may / 2) * step
  let [low, high] = [0, 12]
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2
    if (crossing(middle, before, step) > may) low = middle
    else high = middle
  }
  return high
}

/** The probability that a run which has crossed nothing yet lies beyond ± bound at the next look; both sides are alike. */
function crossing(bound: number, before: Grid, step: number): number {
  return 2 * integrate(before, (at) => normalUpperTail((bound - at) / step))
}

function densityWithin(reach: number, before: Grid | undefined, step: number): Grid {
  const values = new Float64Array(POINTS)
  const normal = (distance: number) =>
    Math.exp(-0.5 * (distance / step) ** 2) / (step * Math.sqrt(2 * Math.PI))
  for (let point = 0; point < POINTS; point++) {
    const at = -reach + (2 * reach * point) / (POINTS - 1)
    values[point] = before ? integrate(before, (from) => normal(at - from)) : normal(at)
  }
  return { reach, values }
}

/** Simpson's rule. */
function integrate({ reach, values }: Grid, weigh: (at: number) => number): number {
  const width = (2 * reach) / (POINTS - 1)
  let sum = 0
  for (let point = 0; point < POINTS; point++) {
    const weight = point === 0 || point === POINTS - 1 ? 1 : point % 2 === 1 ? 4 : 2
    sum += weight * (values[point] as number) * weigh(-reach + width * point)
  }
  return (sum * width) / 3
}
