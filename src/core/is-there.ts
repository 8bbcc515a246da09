import { access, constants } from 'node:fs/promises'

/** Whether there is something of this path, or with a mode, whether this process may do that with it. */
export function isThere(path: string, mode: number = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
