import { describe, expect, it } from 'vitest'
import { openControlGroups } from '../../../src/engine/cpu/control-groups.ts'
import { fakeKernel, type KernelTrouble } from './fake-kernel.ts'

const GROUPS = { '': 'cpu memory', user: 'cpu memory', 'user/shell': '' }

function open(groups: Readonly<Record<string, string>>, trouble: KernelTrouble = {}) {
  const kernel = fakeKernel(groups, trouble)
  const { files, mountinfo, own } = kernel
  return { ...kernel, control: openControlGroups(mountinfo, own, 'ours', { files, trialPid: 4711 }) }
}

describe('control groups of version 2, by the kernel’s rules', () => {
  it('are made, limited and joined beside the group that we are in', () => {
    const { control, limit, pidsIn } = open(GROUPS)
    expect(control).toMatchObject({ by: 'cgroup v2', limitsMemory: true })
    expect(pidsIn('user/ours/environment-1')).toEqual(['4711'])
    const hold = control?.open(128)
    hold?.limit(0.5)
    hold?.join(42)
    expect(limit('user/ours/environment-2/cpu.max')).toBe('10000 20000')
    expect(limit('user/ours/environment-2/memory.max')).toBe(String(128 * 2 ** 20))
    expect(limit('user/ours/environment-2/memory.oom.group')).toBe('1')
    expect(pidsIn('user/ours/environment-2')).toEqual(['42'])
    expect(pidsIn('user/ours')).toEqual([])
  })

  it('are made further up where the nearest group hands no CPU down', () => {
    const { control, pidsIn } = open({ ...GROUPS, user: 'memory pids' })
    expect(control?.folders).toEqual(['/cgroup/ours'])
    expect(pidsIn('ours/environment-1')).toEqual(['4711'])
  })

  it('limit CPU alone where no memory is handed down', () => {
    const { control } = open({ ...GROUPS, user: 'cpu' })
    expect(control).toMatchObject({ by: 'cgroup v2', limitsMemory: false })
  })

  it.each<[string, Readonly<Record<string, string>>, KernelTrouble]>([
    ['are read-only, as in most containers', GROUPS, { isReadOnly: true }],
    ['are not delegated to this user', GROUPS, { notOurs: ['user', ''] }],
    ['hand no CPU down anywhere', { '': 'pids', user: 'pids', 'user/shell': '' }, {}],
    ['name a controller that the kernel does not have', GROUPS, { missing: ['cpu'] }],
    ['are another user’s above both groups', { ...GROUPS, user: '' }, { notOurs: [''] }],
  ])('are not used where they %s', (_, groups, trouble) => {
    expect(open(groups, trouble).control).toBeUndefined()
  })

  it('are not used where a process cannot be moved into them', () => {
    const { files, mountinfo, own } = fakeKernel(GROUPS)
    for (const code of ['EPERM', 'EBUSY', 'EOPNOTSUPP']) {
      const refusing = {
        ...files,
        write(folder: string, file: string, value: string | number) {
          if (file === 'cgroup.procs') throw Object.assign(new Error(code), { code })
          files.write(folder, file, value)
        },
      }
      const parts = { files: refusing, trialPid: 4711 }
      expect(openControlGroups(mountinfo, own, `ours-${code}`, parts)).toBeUndefined()
    }
  })

  it('hand the choice to version 1 where both are mounted and CPU is there', () => {
    const { files } = fakeKernel({ '': '', user: '', 'user/shell': '', cpu: '' })
    const mountinfo = `36 25 0:31 / /cgroup rw - cgroup2 cgroup2 rw
37 25 0:32 / /cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
`
    const versionOne = { ...files, write: () => {} }
    const own = '2:cpu,cpuacct:/\n0::/user/shell\n'
    const control = openControlGroups(mountinfo, own, 'ours', { files: versionOne, trialPid: 4711 })
    expect(control).toMatchObject({ by: 'cgroup v1', folders: ['/cgroup/cpu/ours'] })
  })
})
