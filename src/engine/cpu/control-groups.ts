import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CpuControl, CpuHold } from './cpu-control.ts'
import { type ControllerPlace, findPlaces } from './find-places.ts'
import { removeControlGroup } from './remove-control-group.ts'

/** At 100 ms, the kernel's own period, tens of milliseconds of CPU slip through before anything is held back. */
const PERIOD_US = 20_000
/** cpu.cfs_quota_us and cpu.max take no less. */
const LEAST_QUOTA_US = 1000

/**
 * A control group of our own in which environments get one each, or undefined where this user may not make one.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html, https://docs.kernel.org/scheduler/sched-bwc.html
 * @param mountinfo text of /proc/self/mountinfo
 * @param own text of /proc/self/cgroup
 * @param name of the group, which no other engine has
 */
export function openControlGroups(mountinfo: string, own: string, name: string): CpuControl | undefined {
  const places = findPlaces(mountinfo, own)
  return openV2(places.v2, name) ?? openV1(places.cpu, places.memory, name)
}

/**
 * Processes may only be in groups that hand no controllers down, so ours is beside the one that we are in: below the
 * nearest one above it that hands down `cpu`.
 */
function openV2(place: ControllerPlace | undefined, name: string): CpuControl | undefined {
  if (!place) return undefined
  for (let at = place.folder; at.startsWith(place.mount); at = dirname(at)) {
    const handed = read(join(at, 'cgroup.subtree_control')).split(/\s+/)
    if (!handed.includes('cpu')) continue
    if (!isWritable(join(at, 'cgroup.procs'))) return undefined
    const limitsMemory = handed.includes('memory')
    const root = join(at, name)
    const isMade = attempt(root, () => {
      write(root, 'cgroup.subtree_control', limitsMemory ? '+cpu +memory' : '+cpu')
    })
    if (!isMade) return undefined
    return controlOf(
      'cgroup v2',
      { cpu: root, ...(limitsMemory && { memory: root }) },
      limitCpuV2,
      limitMemoryV2,
    )
  }
  return undefined
}

function openV1(
  cpu: ControllerPlace | undefined,
  memory: ControllerPlace | undefined,
  name: string,
): CpuControl | undefined {
  if (!cpu) return undefined
  const root = join(cpu.folder, name)
  if (!attempt(root, () => write(root, 'cpu.cfs_period_us', PERIOD_US))) return undefined
  const memoryRoot = memory && join(memory.folder, name)
  const isSame = memoryRoot === root
  const limitsMemory =
    memoryRoot !== undefined &&
    (isSame || attempt(memoryRoot, () => read(join(memoryRoot, 'memory.limit_in_bytes'))))
  return controlOf(
    'cgroup v1',
    { cpu: root, ...(limitsMemory && { memory: memoryRoot }) },
    limitCpuV1,
    limitMemoryV1,
  )
}

interface Roots {
  readonly cpu: string
  readonly memory?: string
}

function controlOf(
  by: 'cgroup v2' | 'cgroup v1',
  roots: Roots,
  limitCpu: (folder: string, vcpus: number | undefined) => void,
  limitMemory: (folder: string, memoryMb: number) => void,
): CpuControl {
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
      for (const folder of own) mkdirSync(folder)
      if (memory) limitMemory(memory, memoryMb)
      return {
        join: (pid) => {
          for (const folder of own) write(folder, 'cgroup.procs', pid)
        },
        limit: (vcpus) => limitCpu(cpu, vcpus),
        ranOutOfMemory: () => memory !== undefined && countKills(memory) > 0,
        release: () => remove(own),
      }
    },
    close: () => remove(folders),
  }
}

function limitCpuV2(folder: string, vcpus: number | undefined): void {
  write(folder, 'cpu.max', `${vcpus === undefined ? 'max' : quotaUs(vcpus)} ${PERIOD_US}`)
}

function limitCpuV1(folder: string, vcpus: number | undefined): void {
  write(folder, 'cpu.cfs_period_us', PERIOD_US)
  write(folder, 'cpu.cfs_quota_us', vcpus === undefined ? -1 : quotaUs(vcpus))
}

function quotaUs(vcpus: number): number {
  return Math.max(LEAST_QUOTA_US, Math.round(vcpus * PERIOD_US))
}

function limitMemoryV2(folder: string, memoryMb: number): void {
  write(folder, 'memory.max', memoryMb * 2 ** 20)
  // Nothing of it is put aside on disk, and all of it ends together.
  tryTo(() => write(folder, 'memory.swap.max', 0))
  tryTo(() => write(folder, 'memory.oom.group', 1))
}

function limitMemoryV1(folder: string, memoryMb: number): void {
  write(folder, 'memory.limit_in_bytes', memoryMb * 2 ** 20)
  // With swap where that is counted.
  tryTo(() => write(folder, 'memory.memsw.limit_in_bytes', memoryMb * 2 ** 20))
}

/** `oom_kill` of memory.events (v2) or memory.oom_control (v1). */
function countKills(folder: string): number {
  const text = read(join(folder, 'memory.events')) || read(join(folder, 'memory.oom_control'))
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0)
}

/** Makes a group and tries it; leaves nothing behind where that fails. */
function attempt(folder: string, use: () => void): boolean {
  try {
    mkdirSync(folder)
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

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function write(folder: string, file: string, value: string | number): void {
  writeFileSync(join(folder, file), String(value))
}
