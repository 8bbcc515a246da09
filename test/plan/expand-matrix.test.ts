import { expect, test } from 'vitest'
import { benchConfig } from '../../src/config/bench-config.ts'
import { describePlan } from '../../src/plan/describe-plan.ts'
import { expandMatrix, labelTargets } from '../../src/plan/expand-matrix.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { previewTargets } from '../../src/plan/preview-targets.ts'
import type { ProviderLimits } from '../../src/providers/provider-limits.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'

test('every combination is a point; only what varies is a parameter', () => {
  const points = expandMatrix({ memory: [128, 512], region: ['eu-west-1'], bundleKb: [0, 1024] })
  expect(points).toEqual([
    { memoryMb: 128, region: 'eu-west-1', paddingKb: 0, parameters: { memoryMb: 128, paddingKb: 0 } },
    { memoryMb: 128, region: 'eu-west-1', paddingKb: 1024, parameters: { memoryMb: 128, paddingKb: 1024 } },
    { memoryMb: 512, region: 'eu-west-1', paddingKb: 0, parameters: { memoryMb: 512, paddingKb: 0 } },
    { memoryMb: 512, region: 'eu-west-1', paddingKb: 1024, parameters: { memoryMb: 512, paddingKb: 1024 } },
  ])
})

test('nothing asked for is one point, and a value given twice is one value', () => {
  expect(expandMatrix({})).toEqual([{ parameters: {} }])
  expect(expandMatrix({ memory: [128, 128] })).toEqual([{ memoryMb: 128, parameters: {} }])
})

test('targets get the names of what varies, before the number of the replica, and no part twice', () => {
  const [point] = expandMatrix({ memory: [512, 1024], bundleKb: [1024, 0] })
  const targets = [
    scriptedTarget('lambda', { group: 'lambda' }),
    scriptedTarget('lambda/512MB#2', { group: 'lambda/512MB' }),
  ]
  expect(labelTargets(targets, point ?? { parameters: {} })).toMatchObject([
    {
      id: 'lambda/512MB/+1024kB',
      group: 'lambda/512MB/+1024kB',
      parameters: { memoryMb: 512, paddingKb: 1024 },
    },
    { id: 'lambda/512MB/+1024kB#2', group: 'lambda/512MB/+1024kB' },
  ])
})

const limits: ProviderLimits = {
  parallelColds: 10,
  usualIdleMs: 900_000,
  quotas: [
    {
      asOf: '2026-10-01',
      source: 'quotas.test',
      noun: 'deployments',
      perDeploy: 1,
      most: 100,
      per: 'day',
      plan: 'Hobby',
    },
  ],
  evictionIsDeploy: true,
  prices: { asOf: '2026-10-01', source: 'prices.test', perMillionRequests: 0.2, perGbSecond: 0.0000166667 },
}

test('a dry run says requests, deploys, quota share, dollars with their date, and time, per provider', () => {
  const functions = [
    { name: 'lambda', provider: 'lambda', platform: 'cloud', deployment: 'lambda' },
    { name: 'here', provider: 'local', platform: 'local', deployment: 'local' },
  ] as const
  const targets = previewTargets(functions, expandMatrix({ memory: [128, 512] }), 2)
  expect(targets.map(({ id }) => id)).toContain('lambda/512MB#2')
  const config = benchConfig.parse({ cold: 4, warm: 8, coldBy: 'idle,evict', idle: '15m', seed: 7 })
  const text = describePlan(makePlan(config, targets, new Map([['lambda', limits]])))
  expect(text).toMatchInlineSnapshot(`
    "104 invocations in 5 rounds, about 31 m 00 s
    Cold by first invocation after deployment (8), evict (16), idle 15 m 00 s (16)

    lambda: 4 targets · 52 requests · 2 deploys · 4 evictions · 6 of 100 deployments a day (Hobby) · $0.000131 at 128, 512 MB (prices of 2026-10-01, prices.test)
    local (this machine): 4 targets · 52 requests · 2 local engines · 4 evictions · costs nothing

    Assumed for time and price: 1000 ms a cold start, 100 ms a warm invocation, 5000 ms an eviction on a cloud (150, 10 and 50 here), 1024 MB where no memory is stated, free tiers not counted.
    Nothing was deployed, invoked or written.
    "
  `)
})
