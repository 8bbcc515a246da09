import { expect, it } from 'vitest'
import { newRunId } from '../../src/core/ids.ts'
import { isRemoteName, newRemoteName } from '../../src/providers/remote-name.ts'

it('a remote name holds the whole id of its run and is as long as Netlify takes at most', () => {
  const runId = newRunId(Date.UTC(2026, 10, 23, 15, 42))
  const name = newRemoteName(runId)
  expect(name).toMatch(/^coldstart-20261123t154200[a-z2-9]{4}-[a-z2-9]{7}$/)
  expect(name).toHaveLength(37)
  expect(newRemoteName(`${runId}${'x'.repeat(100)}`)).toHaveLength(37)
})

it('a thousand names of one run are all different, and all have the shape of ours', () => {
  const names = Array.from({ length: 1000 }, () => newRemoteName('2026-11-23T154200-k3f9'))
  expect(new Set(names).size).toBe(1000)
  expect(names.filter((name) => !isRemoteName(name))).toEqual([])
})

it.each([
  ['of an earlier version', 'coldstart-2026-11-23t154200-k3f9-ab2d', true],
  ['somebody else’s', 'coldstart-website', false],
  ['with another ending', 'coldstart-20261123t154200k3f9-UPPER', false],
])('a name %s: %s', (_, name, isOurs) => {
  expect(isRemoteName(name)).toBe(isOurs)
})
