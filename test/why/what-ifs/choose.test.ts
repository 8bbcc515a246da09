import { expect, test } from 'vitest'
import { chooseWhatIfs, refuseOtherLanguage } from '../../../src/why/what-ifs/choose.ts'
import type { WhatIfSubject } from '../../../src/why/what-ifs/what-if.ts'

const subject = {
  own: { entry: '/app/handler.mjs' },
  contract: 'lambda',
  root: '/app',
  entry: 'handler.mjs',
  source: 'export const handler = 1',
  generated: [],
  load: { modules: [], rows: [] },
  variables: {},
  nodeVersion: 'v22.1.0',
  memoryMb: 1024,
  nodes: [
    { path: '/n/18', version: '18.3.0' },
    { path: '/n/22', version: '22.10.0' },
    { path: '/n/24', version: '24.2.0' },
    { path: '/n/26', version: '26.1.0' },
  ],
} as unknown as WhatIfSubject
const named = (asked?: readonly string[], nodes = subject.nodes) =>
  chooseWhatIfs({ ...subject, nodes }, asked).map(({ name }) => name)

test('newer Nodes are tried where there are some, the next one first', () => {
  expect(named().filter((name) => name.startsWith('node'))).toEqual(['node:24.2.0', 'node:26.1.0'])
  expect(named(undefined, subject.nodes.slice(0, 2)).filter((name) => name.startsWith('node'))).toEqual([])
})

test('one is asked for by its version, also an older one, and by its path', () => {
  expect(named(['node:24'])).toEqual(['node:24.2.0'])
  expect(named(['node:v18.3'])).toEqual(['node:18.3.0'])
  expect(named(['bundle', 'node'], [{ path: '/n/18', version: '18.3.0', isNamed: true }])).toEqual([
    'bundle',
    'node:18.3.0',
  ])
})

test('where none is at hand, that is said in its place', async () => {
  const [kind] = chooseWhatIfs({ ...subject, nodes: [] }, ['node:24'])
  expect(kind?.name).toBe('node:24')
  await expect(kind?.make(subject, async () => '')).rejects.toThrow('--node names one')
})

test('a change for functions in another language is refused, with one that is for this', () => {
  const suggested = (suggestion: string) =>
    expect.objectContaining({ details: expect.objectContaining({ suggestion }) })
  expect(() => refuseOtherLanguage(['bundle', 'bytecode'], undefined)).toThrow(
    suggested('--what-if compile-cache'),
  )
  expect(() => refuseOtherLanguage(['bytecode', 'bundle'], 'python')).toThrow(suggested('--what-if bytecode'))
  expect(() => refuseOtherLanguage(['bundle', 'node:24', 'lazy:zod'], undefined)).not.toThrow()
  expect(() => refuseOtherLanguage(['bytecode'], 'python')).not.toThrow()
})
