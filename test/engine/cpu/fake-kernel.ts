import { dirname, join } from 'node:path'
import type { GroupFiles } from '../../../src/engine/cpu/group-files.ts'

/** What is wrong with this kernel, for this user. */
export interface KernelTrouble {
  readonly isReadOnly?: boolean
  /** Groups whose `cgroup.procs` and `cgroup.subtree_control` this user may not write. */
  readonly notOurs?: readonly string[]
  /** Controllers that are compiled in and shown by no group. */
  readonly missing?: readonly string[]
}

/** One group: what it hands down, and who is in it. */
interface Group {
  readonly hands: Set<string>
  readonly pids: Set<string>
  readonly values: Map<string, string>
}

const fails = (code: string) => Object.assign(new Error(code), { code })

/**
 * A version 2 hierarchy in memory, by the rules of https://docs.kernel.org/admin-guide/cgroup-v2.html: controllers come
 * from above, none below the top has processes and hands controllers down at once, and who moves a process may write
 * to the group above both.
 * @param groups path below `/cgroup` → what it hands down
 */
export function fakeKernel(groups: Readonly<Record<string, string>>, trouble: KernelTrouble = {}) {
  const known = new Map<string, Group>()
  for (const [path, handed] of Object.entries(groups))
    known.set(join('/cgroup', path), newGroup(handed.split(' ').filter(Boolean)))
  known.get('/cgroup/user/shell')?.pids.add('1')
  const groupOf = (folder: string) => {
    const group = known.get(folder)
    if (!group) throw fails('ENOENT')
    return group
  }
  const has = (folder: string, controller: string) =>
    !trouble.missing?.includes(controller) && groupOf(dirname(folder)).hands.has(controller)
  const refuse = (folder: string) => {
    if (trouble.isReadOnly) throw fails('EROFS')
    if (trouble.notOurs?.some((path) => join('/cgroup', path) === folder)) throw fails('EACCES')
  }
  const handDown = (folder: string, group: Group, words: readonly string[]) => {
    if (group.pids.size > 0) throw fails('EBUSY')
    for (const word of words) {
      if (!has(folder, word.slice(1))) throw fails('ENOENT')
      group.hands.add(word.slice(1))
    }
  }
  const files: GroupFiles = {
    make(folder) {
      refuse(dirname(folder))
      groupOf(dirname(folder))
      known.set(folder, newGroup([]))
    },
    read(path) {
      const group = known.get(dirname(path))
      if (path.endsWith('/cgroup.subtree_control')) return `${[...(group?.hands ?? [])].join(' ')}\n`
      return group?.values.get(path) ?? ''
    },
    write(folder, file, value) {
      refuse(folder)
      const group = groupOf(folder)
      if (file === 'cgroup.subtree_control') handDown(folder, group, String(value).split(' '))
      else if (file === 'cgroup.procs') {
        if (group.hands.size > 0) throw fails('EBUSY')
        // Everybody is moved from /cgroup/user/shell: what lies above both is /cgroup/user, or the top.
        refuse(folder.startsWith('/cgroup/user/') ? '/cgroup/user' : '/cgroup')
        group.pids.add(String(value))
      } else {
        if (!has(folder, file.split('.')[0] ?? '')) throw fails('ENOENT')
        group.values.set(join(folder, file), String(value))
      }
    },
    isWritable: (path) => !trouble.isReadOnly && !trouble.notOurs?.includes(dirname(path).slice(8)),
  }
  return {
    files,
    mountinfo: '36 25 0:31 / /cgroup rw - cgroup2 cgroup2 rw\n',
    own: '0::/user/shell\n',
    /** Value of a limit, by its path. */
    limit: (path: string) => files.read(join('/cgroup', path)),
    pidsIn: (path: string) => [...(known.get(join('/cgroup', path))?.pids ?? [])],
  }
}

function newGroup(hands: readonly string[]): Group {
  return { hands: new Set(hands), pids: new Set(), values: new Map() }
}
