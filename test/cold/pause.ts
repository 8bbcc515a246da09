import { defineWay, oneColdEach } from '../../src/cold/cold-way.ts'

/** A fifth way, all of it: tells the platform to drop its instances, then leaves the target alone for a while. */
export const pause = defineWay({
  name: 'pause',
  title: 'pause',
  facts: { name: 'pause', phrase: 'after a pause', remedy: 'Pause longer.' },
  options: {
    pauseFor: {
      kind: 'duration',
      flag: '--pause-for <duration>',
      help: 'how long a pause takes',
      describe: 'How long a pause takes',
    },
  },
  estimate: { noun: 'pause', assumedMs: { local: 10, cloud: 10 }, isEviction: false },
  isImplied: ({ pauseFor }) => pauseFor !== undefined,
  plannedWays: ({ pauseFor = 3000 }) => [{ coldBy: 'pause', plannedIdleMs: pauseFor }],
  stops: oneColdEach,
  async prepare({ way, evict, oncePerDeployment, waitIdle }) {
    await oncePerDeployment(async () => {
      await evict?.()
      return true
    })
    return waitIdle(way.plannedIdleMs ?? 0)
  },
})
