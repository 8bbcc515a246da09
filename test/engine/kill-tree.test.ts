import { expect, it } from 'vitest'
import { endGroup, endProcess, isAlive, killTree } from '../../src/engine/kill-tree.ts'

/** A system in which some process ids are taken, and others belong to another user. */
function systemOf(platform: NodeJS.Platform, alive: readonly number[] = [], theirs: readonly number[] = []) {
  const sent: string[] = []
  const kill = (whom: number, signal: NodeJS.Signals | 0) => {
    if (theirs.includes(whom)) throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
    if (!alive.includes(Math.abs(whom))) throw Object.assign(new Error('ESRCH'), { code: 'ESRCH' })
    if (signal !== 0) sent.push(`${signal} ${whom}`)
  }
  return { sent, system: { platform, kill } }
}

it.each([
  ['linux', 'SIGTERM -7'],
  ['darwin', 'SIGTERM -7'],
  ['win32', 'SIGTERM 7'],
] as const)('on %s a tree is ended by %s', (platform, expected) => {
  const { sent, system } = systemOf(platform, [7])
  killTree(7, 'SIGTERM', system)
  expect(sent).toEqual([expected])
})

it('what has ended by itself is ended', () => {
  const { sent, system } = systemOf('linux')
  killTree(7, 'SIGKILL', system)
  endProcess(7, system)
  expect(sent).toEqual([])
})

it.each(['linux', 'darwin', 'win32'] as const)(
  'on %s a process id that somebody else has now is let alone',
  (platform) => {
    const reused = systemOf(platform, [7])
    endGroup(7, reused.system)
    const ofAnother = systemOf(platform, [], [7])
    endGroup(7, ofAnother.system)
    expect([...reused.sent, ...ofAnother.sent]).toEqual([])
    expect(isAlive(7, ofAnother.system)).toBe(true)
  },
)

it('the group of an ended process is ended where there are groups', () => {
  const sent: number[] = []
  const kill = (whom: number, signal: NodeJS.Signals | 0) => {
    if (whom > 0) throw Object.assign(new Error('ESRCH'), { code: 'ESRCH' })
    if (signal !== 0) sent.push(whom)
  }
  endGroup(7, { platform: 'darwin', kill })
  endGroup(7, { platform: 'win32', kill })
  expect(sent).toEqual([-7])
})
