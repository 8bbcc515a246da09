import { expect, test } from 'vitest'
import type { PlannedWay } from '../../src/cold/cold-way.ts'
import { seededRandom } from '../../src/core/random.ts'
import type { Sample } from '../../src/core/sample.ts'
import { openColdTally } from '../../src/run/cold-tally.ts'
import { classifySilent } from '../../src/stats/classify-silent.ts'
import { median, sortSamples } from '../../src/stats/index.ts'
import { GroupTables } from '../../src/stats/result/target-group.ts'
import { coldSample, targetOf, warmSample } from '../support/run-file.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { memoryJournal, scriptRun } from '../support/scripted-run.ts'

const targets = [targetOf('a#1', { group: 'a' }), targetOf('a#2', { group: 'a' }), targetOf('b')]
const ways: PlannedWay[] = [
  { coldBy: 'idle', plannedIdleMs: 400 },
  { coldBy: 'idle', plannedIdleMs: 800 },
  { coldBy: 'idle', plannedIdleMs: 400, growsToMs: 4000 },
  { coldBy: 'evict' },
  { coldBy: 'burst', plannedIdleMs: 800 },
]

/** What the tally must agree with: everything read anew. */
function scan(samples: readonly Sample[], group: string, way: PlannedWay): number[] {
  const own = samples.filter(({ target }) => target.startsWith(group))
  const colds = classifySilent(own).filter(
    ({ observed, error, coldBy, plannedIdleMs }) =>
      observed === 'cold' &&
      !error &&
      coldBy === way.coldBy &&
      (way.plannedIdleMs === undefined || way.growsToMs !== undefined || plannedIdleMs === way.plannedIdleMs),
  )
  const waits = colds.map(
    (sample) => [`${sample.round} ${sample.target}`, sample.phases.waitMs ?? 0] as const,
  )
  if (way.coldBy !== 'burst') return [...sortSamples(waits.map(([, waitMs]) => waitMs))]
  const bursts = new Set(waits.map(([burst]) => burst))
  const repliesOf = (burst: string) => waits.filter(([name]) => name === burst).map(([, waitMs]) => waitMs)
  return [...sortSamples([...bursts].map((burst) => median(sortSamples(repliesOf(burst)))))]
}

function randomSample(random: () => number, isSilent: boolean): Sample {
  const pick = <Item>(...items: Item[]) => items[Math.floor(random() * items.length)] as Item
  const target = pick('a#1', 'a#2', 'b')
  const isCold = random() < 0.5
  const coldBy = pick('idle', 'evict', 'burst')
  const plannedIdleMs = coldBy === 'burst' ? 800 : pick(400, 800)
  const changes: Partial<Sample> = {
    round: Math.floor(random() * 20),
    ...(coldBy === 'evict' ? {} : { plannedIdleMs }),
    ...(random() < 0.1 ? { flags: ['loop-delay'] } : {}),
    ...(random() < 0.1 ? { error: { kind: 'timeout', message: 'no reply' } } : {}),
  }
  const waitMs = isCold ? 100 + 900 * random() : 20 + 10 * random()
  const { plannedIdleMs: _, ...sample } = isCold
    ? coldSample(target, waitMs, { coldBy })
    : warmSample(target, waitMs, 'i')
  if (!isSilent) return { ...sample, ...(isCold ? changes : {}) }
  const { instance: _none, ...mute } = sample
  return { ...mute, observed: 'unknown', evidence: 'none', ...(isCold ? changes : {}) }
}

test.each([
  { name: 'targets that report', isSilent: () => false },
  { name: 'silent targets', isSilent: () => true },
  { name: 'a target that reports late', isSilent: (index: number) => index < 200 },
])('asked after each sample, it knows what a scan of all samples would: $name', ({ isSilent }) => {
  const random = seededRandom(7)
  const samples: Sample[] = []
  const tables = new GroupTables(targets)
  const tally = openColdTally(tables)
  for (let index = 0; index < 300; index++) {
    const sample = randomSample(random, isSilent(index))
    samples.push(sample)
    tables.add(sample)
    if (index % 7 > 0) continue
    for (const group of ['a', 'b'])
      for (const way of ways) expect([...tally.coldWaits(group, way)]).toEqual(scan(samples, group, way))
  }
})

test('with a stopping rule a sample is read equally often in a short run and in one four times as long', async () => {
  const short = await readsPerSample(25)
  const long = await readsPerSample(100)
  expect(long).toBeLessThan(1.2 * short)
})

/** How often a run reads the temperature of one of its samples, once it is recorded. */
async function readsPerSample(cold: number): Promise<number> {
  const run = scriptRun({ cold, maxCold: cold, warm: cold, idle: '11m', untilCi: '0.0001%', seed: 6 }, [
    scriptedTarget('a'),
  ])
  let waitMs = 0
  const { prober } = run.platform
  const probe: typeof prober.probe = async (request, options) => {
    const reply = await prober.probe(request, options)
    waitMs += 1
    return { ...reply, phases: { waitMs: (reply.phases.waitMs ?? 0) + waitMs } }
  }
  let reads = 0
  const journal = memoryJournal([])
  const counted: typeof journal = {
    ...journal,
    async append(line) {
      await journal.append(line)
      if (line.type !== 'sample') return
      const { observed } = line.sample
      const get = () => {
        reads += 1
        return observed
      }
      Object.defineProperty(line.sample, 'observed', { get })
    },
  }
  const { samples } = await run.execute({ prober: { ...prober, probe }, journal: counted })
  expect(samples).toHaveLength(2 * cold)
  return reads / samples.length
}
