import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openControlGroups } from '../../../src/engine/cpu/control-groups.ts'
import { findPlaces } from '../../../src/engine/cpu/find-places.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Folders as version 2 has them: we are in /user/shell, and /user hands cpu and memory down. */
function versionTwo(handed = 'cpu memory pids') {
  const mount = temporaryFolder()
  mkdirSync(join(mount, 'user/shell'), { recursive: true })
  for (const [folder, controllers] of Object.entries({ user: handed, 'user/shell': '' })) {
    writeFileSync(join(mount, folder, 'cgroup.subtree_control'), `${controllers}\n`)
    writeFileSync(join(mount, folder, 'cgroup.procs'), '')
  }
  return {
    mount,
    mountinfo: `36 25 0:31 / ${mount} rw,nosuid - cgroup2 cgroup2 rw\n`,
    own: '0::/user/shell\n',
  }
}

function versionOne() {
  const root = temporaryFolder()
  for (const name of ['cpu', 'memory/box']) mkdirSync(join(root, name), { recursive: true })
  const mountinfo = `31 30 0:27 / ${root}/cpu rw - cgroup cgroup rw,cpu,cpuacct
32 30 0:28 / ${root}/memory rw - cgroup cgroup rw,memory
`
  return { root, mountinfo, own: '4:memory:/box\n2:cpu,cpuacct:/\n' }
}

const fileOf = (...path: string[]) => readFileSync(join(...path), 'utf8')

it('makes its group of version 2 beside the one it is in, and hands cpu and memory down', () => {
  const { mount, mountinfo, own } = versionTwo()
  const control = openControlGroups(mountinfo, own, 'coldstart-x')
  expect(control).toMatchObject({
    by: 'cgroup v2',
    limitsMemory: true,
    folders: [join(mount, 'user/coldstart-x')],
  })
  expect(fileOf(mount, 'user/coldstart-x/cgroup.subtree_control')).toBe('+cpu +memory')
})

it('limits an environment by version 2’s files', () => {
  const { mount, mountinfo, own } = versionTwo()
  const hold = openControlGroups(mountinfo, own, 'coldstart-x')?.open(128)
  const place = join(mount, 'user/coldstart-x/environment-1')
  hold?.join(4711)
  hold?.limit(0.25)
  expect(['cpu.max', 'cgroup.procs', 'memory.max'].map((name) => fileOf(place, name))).toEqual([
    '5000 20000',
    '4711',
    String(128 * 2 ** 20),
  ])
  hold?.limit(undefined)
  expect(fileOf(place, 'cpu.max')).toBe('max 20000')
  expect(hold?.ranOutOfMemory()).toBe(false)
  writeFileSync(join(place, 'memory.events'), 'low 0\noom 1\noom_kill 1\n')
  expect(hold?.ranOutOfMemory()).toBe(true)
  hold?.forgetOutOfMemory()
  expect(hold?.ranOutOfMemory()).toBe(false)
  writeFileSync(join(place, 'memory.events'), 'oom 2\noom_kill 2\n')
  expect(hold?.ranOutOfMemory()).toBe(true)
})

it('limits CPU alone where memory is not handed down, and nothing where CPU is not', () => {
  const without = versionTwo('cpu')
  expect(openControlGroups(without.mountinfo, without.own, 'x')?.limitsMemory).toBe(false)
  const none = versionTwo('pids')
  expect(openControlGroups(none.mountinfo, none.own, 'x')).toBeUndefined()
  expect(existsSync(join(none.mount, 'user/x'))).toBe(false)
})

it('uses both hierarchies of version 1, below the groups that it is in', () => {
  const { root, mountinfo, own } = versionOne()
  const control = openControlGroups(mountinfo, own, 'x')
  expect(control?.folders).toEqual([join(root, 'cpu/x'), join(root, 'memory/box/x')])
  const hold = control?.open(512)
  hold?.join(4711)
  hold?.limit(0.0724)
  expect(fileOf(root, 'cpu/x/environment-1/cpu.cfs_quota_us')).toBe('1448')
  expect(fileOf(root, 'memory/box/x/environment-1/memory.limit_in_bytes')).toBe(String(512 * 2 ** 20))
  expect(fileOf(root, 'memory/box/x/environment-1/cgroup.procs')).toBe('4711')
  const kills = join(root, 'memory/box/x/environment-1/memory.oom_control')
  writeFileSync(kills, 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n')
  expect(hold?.ranOutOfMemory()).toBe(true)
  hold?.forgetOutOfMemory()
  expect(hold?.ranOutOfMemory()).toBe(false)
})

it('makes nothing where there are no control groups', () => {
  expect(openControlGroups('22 1 0:20 / /proc rw - proc proc rw\n', '', 'x')).toBeUndefined()
})

it('finds its place in a container, whose mount shows a part of the hierarchy', () => {
  const mountinfo = '36 25 0:31 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n'
  expect(findPlaces(mountinfo, '3:cpu:/docker/abc/inner\n').cpu?.folder).toBe('/sys/fs/cgroup/cpu/inner')
  expect(findPlaces(mountinfo, '3:cpu:/\n').cpu?.folder).toBe('/sys/fs/cgroup/cpu')
})
