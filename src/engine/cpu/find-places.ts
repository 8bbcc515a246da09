import { join, relative } from 'node:path'

/** Where this process is in a hierarchy of control groups. */
export interface ControllerPlace {
  /** Where the hierarchy is mounted. */
  readonly mount: string
  /** The folder of the group that this process is in. */
  readonly folder: string
}

/** The hierarchies that limit CPU and memory, as far as they are mounted. */
export interface ControllerPlaces {
  readonly v2?: ControllerPlace
  readonly cpu?: ControllerPlace
  readonly memory?: ControllerPlace
}

/**
 * Reads where a process is, see cgroups(7) and proc(5).
 * @param mountinfo text of its /proc/<pid>/mountinfo: `36 35 0:30 /root /mount options - type source superoptions`
 * @param own text of its /proc/<pid>/cgroup: `4:memory:/path`, and `0::/path` for version 2
 */
export function findPlaces(mountinfo: string, own: string): ControllerPlaces {
  const paths = own.split('\n').map((line) => {
    const [, controllers = '', ...path] = line.split(':')
    return { controllers: controllers.split(','), path: path.join(':') }
  })
  const mounts = mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root = '', mount = ''] = before.split(' ')
    const [type = '', , superOptions = ''] = after.split(' ')
    return type.startsWith('cgroup') ? [{ root, mount, type, controllers: superOptions.split(',') }] : []
  })
  const placeOf = (type: string, controller: string): ControllerPlace | undefined => {
    const mounted = mounts.find(
      (one) => one.type === type && (controller === '' || one.controllers.includes(controller)),
    )
    const path = paths.find(({ controllers }) => controllers.includes(controller))?.path
    if (!mounted || path === undefined) return undefined
    // In a container the mount shows a part of the hierarchy, and the path may be told from its top.
    const below = relative(mounted.root, path)
    const folder = below.startsWith('..') ? mounted.mount : join(mounted.mount, below)
    return { mount: mounted.mount, folder }
  }
  const found = {
    v2: placeOf('cgroup2', ''),
    cpu: placeOf('cgroup', 'cpu'),
    memory: placeOf('cgroup', 'memory'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, place]) => place)) as ControllerPlaces
}
