import { expect, it } from 'vitest'
import { cpuFor } from '../../../src/engine/cpu/cpu-share.ts'
import { describeCpu } from '../../../src/engine/cpu/describe-cpu.ts'

const groups = { by: 'cgroup v1', limitsMemory: true } as const

it('says the share, its shape, what keeps it and whether memory is limited', () => {
  const lambda = cpuFor('lambda', 128, undefined).cpu
  expect(describeCpu(lambda, groups, 2)).toBe(
    '0.072 vCPU after an initialisation at full speed, kept by cgroup v1, memory limited',
  )
  expect(
    describeCpu(cpuFor('vercel', 2048, undefined).cpu, { by: 'duty cycle', limitsMemory: false }, 2),
  ).toBe('1 vCPU throughout, kept by duty cycle, memory not limited')
})

it('says what this machine does not have', () => {
  const large = cpuFor('lambda', 10_240, 'flat').cpu
  expect(describeCpu(large, groups, 2)).toContain('5.79 vCPU, of which this machine has 2 throughout')
  expect(describeCpu(large, undefined, 2)).toContain('off, since this system has no way')
})

it('says a size that is not sold, and that it is off', () => {
  expect(describeCpu(cpuFor('netlify', 128, undefined).cpu, groups, 2)).toContain('does not sell')
  expect(describeCpu(undefined, undefined, 2)).toBe('off')
})
