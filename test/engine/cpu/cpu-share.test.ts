import { expect, it } from 'vitest'
import { cpuFor } from '../../../src/engine/cpu/cpu-share.ts'
import { contracts } from '../../../src/workload/contract.ts'

it('gives each memory size the CPU that its platform publishes', () => {
  const vcpus = (contract: (typeof contracts)[number], mb: number) =>
    cpuFor(contract, mb, undefined).cpu?.vcpus
  expect([128, 1769, 3538].map((mb) => vcpus('lambda', mb))).toEqual([128 / 1769, 1, 2])
  expect([2048, 4096].map((mb) => vcpus('vercel', mb))).toEqual([1, 2])
  expect([1024, 4096].map((mb) => vcpus('netlify', mb))).toEqual([0.5, 2])
  expect([100, 128, 300, 512, 2048, 8192, 65_536].map((mb) => vcpus('google', mb))).toEqual([
    0.083, 0.083, 0.333, 0.333, 1, 2, 8,
  ])
})

it('has each platform’s own shape unless one is asked for', () => {
  const mode = (contract: (typeof contracts)[number]) => cpuFor(contract, 1024, undefined).cpu?.mode
  expect(contracts.map(mode)).toEqual(['burst', 'flat', 'burst', 'flat', undefined])
  expect(cpuFor('lambda', 1024, 'flat').cpu?.mode).toBe('flat')
})

it('gives no share where neither a memory size nor a mode was asked for, nor where it is off', () => {
  expect(cpuFor('lambda', undefined, undefined)).toEqual({})
  expect(cpuFor('lambda', 512, 'off')).toEqual({})
  expect(cpuFor('lambda', undefined, 'burst').cpu?.vcpus).toBeCloseTo(1024 / 1769)
})

it('tells a size that the platform does not sell', () => {
  expect(cpuFor('vercel', 1024, undefined).cpu?.isSold).toBe(false)
  expect(cpuFor('netlify', 128, undefined).cpu?.isSold).toBe(false)
  expect(cpuFor('lambda', 64, undefined).cpu?.isSold).toBe(false)
  expect(cpuFor('lambda', 128, undefined).cpu?.isSold).toBe(true)
})
