import { expect, test } from 'vitest'
import type { Sample } from '../../../src/core/sample.ts'
import { computeResult } from '../../../src/stats/result/compute-result.ts'
import { ResultBuilder } from '../../../src/stats/result/result-builder.ts'
import { coldSample, runFileOf, warmSample } from '../../support/run-file.ts'

function silent(sample: Sample): Sample {
  const { instance: _, ...mute } = sample
  return { ...mute, observed: 'unknown', evidence: 'none' }
}

const replies = (count: number, change: (sample: Sample) => Sample) =>
  Array.from({ length: count }, (_, index) =>
    change(index % 3 === 0 ? coldSample('a', 300 + index) : warmSample('a', 20 + (index % 5), 'i')),
  )

test.each([
  { name: 'stays silent', late: replies(30, silent) },
  { name: 'reports from then on', late: replies(30, (sample) => sample) },
  {
    name: 'becomes so slow that what was cold is not told from warm',
    late: replies(30, (sample) => silent({ ...sample, phases: { waitMs: 900 } })),
  },
])('asked in between of a target that $name, it comes to what one reading of all does', ({ late }) => {
  const early = replies(60, silent)
  const run = runFileOf([...early, ...late])
  const builder = new ResultBuilder(run.header)
  for (const sample of early) builder.addSample(sample)
  const [first] = builder.build().result.summaries
  expect(first?.cold[0]?.observed).toBe(20)
  for (const sample of late) builder.addSample(sample)
  if (run.footer) builder.addFooter(run.footer)
  expect(builder.build().result).toEqual({ ...computeResult(run), samples: [] })
})
