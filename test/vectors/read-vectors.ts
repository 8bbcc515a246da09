import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

type Numbers = number[]

export interface Vectors {
  quantiles: {
    name: string
    x: Numbers
    p: Numbers
    type7: Numbers
    mean: number
    sd: number | null
    mad: number
  }[]
  orderStatisticIntervals: {
    name: string
    x: Numbers
    p: number
    conf: number
    lowerRank: number | null
    upperRank: number | null
    lower: number | null
    upper: number | null
    coverage: number
  }[]
  compare: {
    name: string
    x: Numbers
    y: Numbers
    U: number
    method: string
    pTwoSided: number
    cliffsDelta: number
    hodgesLehmannShift: number
    hodgesLehmannRatio: number
    ratioCi95?: [number, number]
    shiftCi95?: [number, number]
    ciAchievedConfidence?: number
  }[]
  kruskalWallis: { groups: Numbers[]; H: number; df: number; p: number }[]
  holm: { p: Numbers; holm: Numbers }[]
  turnbull: { aliveAt: Numbers; goneAt: (number | null)[]; times: Numbers; survivalAtTimes: Numbers }[]
  mustRefuse: { x: (number | string)[]; expect: string }[]
}

/** The reference values made with R. COLDSTART_VECTORS names another file of the same shape. */
export const vectors: Vectors = JSON.parse(
  readFileSync(process.env.COLDSTART_VECTORS ?? new URL('./public.json', import.meta.url), 'utf8'),
)

/** Equal to 1e-9 relative (absolute where the reference is zero). */
export function expectClose(found: number | undefined, reference: number | null, relative = 1e-9): void {
  if (reference === null) {
    expect(found).toBeUndefined()
    return
  }
  expect(found).toBeTypeOf('number')
  const allowed = relative * Math.max(Math.abs(reference), reference === 0 ? 1 : 0)
  expect(Math.abs((found as number) - reference), `${found} against ${reference}`).toBeLessThanOrEqual(
    allowed,
  )
}
