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
  const files = groupFiles(new Hierarchy(known, trouble))
  return {
    files,
    mountinfo: '36 25 0:31 / /cgroup rw - cgroup2 cgroup2 rw\n',
    own: '0::/user/shell\n',
    /** Value of a limit, by its path. */
    limit: (path: string) => files.read(join('/cgroup', path)),
    pidsIn: (path: string) => [...(known.get(join('/cgroup', path))?.pids ?? [])],
  }
}

/** The groups, and what the kernel lets this user do with them. */
class Hierarchy {
  readonly known: Map<string, Group>
  readonly trouble: KernelTrouble

  constructor(known: Map<string, Group>, trouble: KernelTrouble) {
    this.known = known
    this.trouble = trouble
  }

  groupOf(folder: string): Group {
    const group = this.known.get(folder)
    if (!group) throw fails('ENOENT')
    return group
  }

  refuse(folder: string): void {
    if (this.trouble.isReadOnly) throw fails('EROFS')
    if (this.trouble.notOurs?.some((path) => join('/cgroup', path) === folder)) throw fails('EACCES')
  }

  handDown(folder: string, words: readonly string[]): void {
    const group = this.groupOf(folder)
    if (group.pids.size > 0) throw fails('EBUSY')
    for (const word of words) {
      this.#requireController(folder, word.slice(1))
      group.hands.add(word.slice(1))
    }
  }

  moveInto(folder: string, pid: string): void {
    const group = this.groupOf(folder)
    if (group.hands.size > 0) throw fails('EBUSY')
    // Everybody is moved from /cgroup/user/shell: what lies above both is /cgroup/user, or the top.
    this.refuse(folder.startsWith('/cgroup/user/') ? '/cgroup/user' : '/cgroup')
    group.pids.add(pid)
  }

  setLimit(folder: string, file: string, value: string): void {
    this.#requireController(folder, file.split('.')[0] ?? '')
    this.groupOf(folder).values.set(join(folder, file), value)
  }

  #requireController(folder: string, controller: string): void {
    const isHanded = this.groupOf(dirname(folder)).hands.has(controller)
    if (this.trouble.missing?.includes(controller) || !isHanded) throw fails('ENOENT')
  }
}

function groupFiles(kernel: Hierarchy): GroupFiles {
  return {
    make(folder) {
      kernel.refuse(dirname(folder))
      kernel.groupOf(dirname(folder))
      kernel.known.set(folder, newGroup([]))
    },
    read(path) {
      const group = kernel.known.get(dirname(path))
      if (path.endsWith('/cgroup.subtree_control')) return `${[...(group?.hands ?? [])].join(' ')}\n`
      return group?.values.get(path) ?? ''
    },
    write(folder, file, value) {
      kernel.refuse(folder)
      kernel.groupOf(folder)
      if (file === 'cgroup.subtree_control') kernel.handDown(folder, String(value).split(' '))
      else if (file === 'cgroup.procs') kernel.moveInto(folder, String(value))
      else kernel.setLimit(folder, file, String(value))
    },
    isWritable: (path) =>
      !kernel.trouble.isReadOnly && !kernel.trouble.notOurs?.includes(dirname(path).slice(8)),
  }
}

function newGroup(hands: readonly string[]): Group {
  return { hands: new Set(hands), pids: new Set(), values: new Map() }
}
