import { dirname, join } from 'node:path'
import type { CpuControl, CpuHold } from './cpu-control.ts'
import { type ControllerPlace, findPlaces } from './find-places.ts'
import { type GroupFiles, groupFiles } from './group-files.ts'
import { removeControlGroup } from './remove-control-group.ts'

/** At 100 ms, the kernel's own period, tens of milliseconds of CPU slip through before anything is held back. */
const PERIOD_US = 20_000
/** cpu.cfs_quota_us and cpu.max take no less. */
const LEAST_QUOTA_US = 1000
/** What the process that is tried may have. */
const TRIAL_MB = 64

/** What control groups are made by. */
export interface GroupParts {
  readonly files: GroupFiles
  /** Of a process that is put into a group and ended, to see that it can be; nothing is tried where it is left out. */
  readonly trialPid?: number | undefined
}

/**
 * A control group of our own in which environments get one each, or undefined where this user may not make one, limit
 * it or put a process into it.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html, https://docs.kernel.org/scheduler/sched-bwc.html
 * @param mountinfo text of /proc/self/mountinfo
 * @param own text of /proc/self/cgroup
 * @param name of the group, which no other engine has
 */
export function openControlGroups(
  mountinfo: string,
  own: string,
  name: string,
  parts: GroupParts = { files: groupFiles },
): CpuControl | undefined {
  const places = findPlaces(mountinfo, own)
  const control = openV2(places.v2, name, parts) ?? openV1(places.cpu, places.memory, name, parts)
  return control && holdsTrial(control, parts) ? control : undefined
}

/**
 * Whether a process may really be moved: on version 2 that takes rights to the group above both, and none above ours
 * may have processes and controllers at once.
 */
function holdsTrial(control: CpuControl, { trialPid }: GroupParts): boolean {
  if (trialPid === undefined) return true
  try {
    const hold = control.open(TRIAL_MB)
    hold.limit(1)
    hold.join(trialPid)
    void hold.release()
    return true
  } catch {
    void control.close()
    return false
  }
}

/**
 * Processes may only be in groups that hand no controllers down, so ours is beside the one that we are in: below the
 * nearest one above it that hands down `cpu`.
 */
function openV2(
  place: ControllerPlace | undefined,
  name: string,
  { files }: GroupParts,
): CpuControl | undefined {
  if (!place) return undefined
  for (let at = place.folder; at.startsWith(place.mount); at = dirname(at)) {
    const handed = files.read(join(at, 'cgroup.subtree_control')).trim().split(/\s+/)
    if (!handed.includes('cpu')) continue
    if (!files.isWritable(join(at, 'cgroup.procs'))) return undefined
    const limitsMemory = handed.includes('memory')
    const root = join(at, name)
    const controllers = limitsMemory ? '+cpu +memory' : '+cpu'
    if (!attempt(files, root, () => files.write(root, 'cgroup.subtree_control', controllers)))
      return undefined
    return controlOf('cgroup v2', { cpu: root, ...(limitsMemory && { memory: root }) }, files)
  }
  return undefined
}

function openV1(
  cpu: ControllerPlace | undefined,
  memory: ControllerPlace | undefined,
  name: string,
  { files }: GroupParts,
): CpuControl | undefined {
  if (!cpu) return undefined
  const root = join(cpu.folder, name)
  if (!attempt(files, root, () => files.write(root, 'cpu.cfs_period_us', PERIOD_US))) return undefined
  const memoryRoot = memory && join(memory.folder, name)
  const isSame = memoryRoot === root
  const limitsMemory = memoryRoot !== undefined && (isSame || attempt(files, memoryRoot, () => {}))
  return controlOf('cgroup v1', { cpu: root, ...(limitsMemory && { memory: memoryRoot }) }, files)
}

interface Roots {
  readonly cpu: string
  readonly memory?: string
}

function controlOf(by: 'cgroup v2' | 'cgroup v1', roots: Roots, files: GroupFiles): CpuControl {
  const { limitCpu, limitMemory, killsFile } = by === 'cgroup v2' ? V2 : V1
  const folders = [...new Set([roots.cpu, ...(roots.memory ? [roots.memory] : [])])]
  const remove = async (paths: readonly string[]) => void (await Promise.all(paths.map(removeControlGroup)))
  let made = 0
  return {
    by,
    limitsMemory: roots.memory !== undefined,
    folders,
    open(memoryMb): CpuHold {
      made += 1
      const cpu = join(roots.cpu, `environment-${made}`)
      const memory = roots.memory && join(roots.memory, `environment-${made}`)
      const own = [...new Set([cpu, ...(memory ? [memory] : [])])]
      const killed = () => (memory === undefined ? 0 : countKills(files.read(join(memory, killsFile))))
      let forgotten = 0
      for (const folder of own) files.make(folder)
      if (memory) limitMemory(files, memory, memoryMb)
      return {
        join: (pid) => {
          for (const folder of own) files.write(folder, 'cgroup.procs', pid)
        },
        limit: (vcpus) => limitCpu(files, cpu, vcpus),
        ranOutOfMemory: () => killed() > forgotten,
        forgetOutOfMemory() {
          forgotten = killed()
        },
        release: () => remove(own),
      }
    },
    close: () => remove(folders),
  }
}

/** How the kernel is told, and how it tells, in the files of a version. */
interface Version {
  readonly limitCpu: (files: GroupFiles, folder: string, vcpus: number | undefined) => void
  readonly limitMemory: (files: GroupFiles, folder: string, memoryMb: number) => void
  /** It has a line `oom_kill`, with how many were ended for want of memory. */
  readonly killsFile: string
}

const V2: Version = {
  limitCpu(files, folder, vcpus) {
    files.write(folder, 'cpu.max', `${vcpus === undefined ? 'max' : quotaUs(vcpus)} ${PERIOD_US}`)
  },
  limitMemory(files, folder, memoryMb) {
    files.write(folder, 'memory.max', memoryMb * 2 ** 20)
    // Nothing of it is put aside on disk, and all of it ends together.
    tryTo(() => files.write(folder, 'memory.swap.max', 0))
    tryTo(() => files.write(folder, 'memory.oom.group', 1))
  },
  killsFile: 'memory.events',
}

const V1: Version = {
  limitCpu(files, folder, vcpus) {
    files.write(folder, 'cpu.cfs_period_us', PERIOD_US)
    files.write(folder, 'cpu.cfs_quota_us', vcpus === undefined ? -1 : quotaUs(vcpus))
  },
  limitMemory(files, folder, memoryMb) {
    files.write(folder, 'memory.limit_in_bytes', memoryMb * 2 ** 20)
    // With swap where that is counted.
    tryTo(() => files.write(folder, 'memory.memsw.limit_in_bytes', memoryMb * 2 ** 20))
  },
  killsFile: 'memory.oom_control',
}

function quotaUs(vcpus: number): number {
  return Math.max(LEAST_QUOTA_US, Math.round(vcpus * PERIOD_US))
}

function countKills(text: string): number {
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0)
}

/** Makes a group and tries it; leaves nothing behind where that fails. */
function attempt(files: GroupFiles, folder: string, use: () => void): boolean {
  try {
    files.make(folder)
  } catch {
    return false
  }
  try {
    use()
    return true
  } catch {
    void removeControlGroup(folder)
    return false
  }
}

function tryTo(use: () => void): void {
  try {
    use()
  } catch {
    // This kernel does not have it.
  }
}
