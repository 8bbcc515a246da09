import { describe, expect, it } from 'vitest'
import { environmentsOf } from '../../src/bench/environments-for.ts'
import type { BenchConfig } from '../../src/config/bench-config.ts'

const asked = (config: Partial<BenchConfig>) =>
  environmentsOf({ burst: 0, options: { local: { maxEnvironments: 8 } }, ...config } as BenchConfig)

describe('environments of the engine', () => {
  it('are ready before the first burst where an isolate is to start in each, as many as there may be', () => {
    expect(asked({ workerCold: 'isolate', burst: 5 })).toEqual({ maxEnvironments: 8, atOnce: 5 })
    expect(asked({ workerCold: 'isolate', burst: 50 })).toEqual({ maxEnvironments: 8, atOnce: 8 })
    expect(asked({ workerCold: 'isolate' })).toEqual({ maxEnvironments: 8 })
    expect(asked({ workerCold: 'process', burst: 5 })).toEqual({ maxEnvironments: 8 })
  })
})
