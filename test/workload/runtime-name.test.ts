import { expect, it } from 'vitest'
import { readRuntimeName, runtimeMeant } from '../../src/workload/runtime-name.ts'

it.each([
  ['nodejs24.x', 'nodejs', '24'],
  ['node22', 'nodejs', '22'],
  ['20', 'nodejs', '20'],
  ['python3.14', 'python', '3.14'],
  ['ruby3.4', 'ruby', '3.4'],
  ['java21', 'java', '21'],
  ['provided.al2023', 'provided', 'al2023'],
  ['bun', 'bun', ''],
  ['deno2.9', 'deno', '2.9'],
])('%s is %s in version "%s"', (name, family, version) => {
  expect(readRuntimeName(name)).toEqual({ family, version })
})

it.each(['perl5', '', 'x24'])('"%s" is none', (name) => {
  expect(readRuntimeName(name)).toBeUndefined()
})

it('knows what a slip was meant to be', () => {
  expect(runtimeMeant('pyhton3.14')).toBe('python3.14')
  expect(runtimeMeant('perl5')).toBeUndefined()
})
