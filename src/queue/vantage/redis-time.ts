import type { Redis } from 'ioredis'
import type { Clock } from '../../core/clock.ts'

/** The clock of Redis, which coordinator and workers share whatever their own say. */
export interface RedisTime {
  /** Epoch ms. */
  nowMs(): number
  /** What to add to a wall clock reading of this machine, ms. */
  offsetMs(): number
  /** Asks again. */
  update(): Promise<void>
}

const ASKED_AT_START = 3

/** Reads how far the wall clock here is from that of Redis, to within half a round trip. */
export async function openRedisTime(redis: Redis, clock: Clock): Promise<RedisTime> {
  let offset = { ms: 0, tripMs: Number.POSITIVE_INFINITY }
  const ask = async () => {
    const [sentMs, begunMs] = [clock.wallMs(), clock.monotonicMs()]
    const [seconds = 0, micros = 0] = (await redis.time()).map(Number)
    const tripMs = clock.monotonicMs() - begunMs
    return { ms: seconds * 1000 + micros / 1000 - (sentMs + tripMs / 2), tripMs }
  }
  for (let n = 0; n < ASKED_AT_START; n++) {
    const asked = await ask()
    if (asked.tripMs < offset.tripMs) offset = asked
  }
  return {
    nowMs: () => clock.wallMs() + offset.ms,
    offsetMs: () => offset.ms,
    async update() {
      offset = await ask()
    },
  }
}
