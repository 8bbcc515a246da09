import { expect, it } from 'vitest'
import { lastDueMs } from '../../src/bench/workers-plan.ts'
import type { ProbeOrder } from '../../src/queue/vantage/work-order.ts'

function* probes(n: number): Generator<ProbeOrder> {
  for (let k = 1; k <= n; k++)
    yield {
      run: 'run',
      sample: String(k),
      target: 'a',
      at: 'a@x',
      vantage: 'x',
      round: 0,
      intended: 'warm',
      dueMs: k,
    }
}

it('finds the last due time among more probes than a call can have arguments', () => {
  expect(lastDueMs(probes(200_000))).toBe(200_000)
})
