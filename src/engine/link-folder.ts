import { cp, symlink } from 'node:fs/promises'

/** The system's calls, which tests replace. */
export interface LinkCalls {
  readonly symlink: (target: string, path: string, type: 'junction' | 'dir') => Promise<void>
  readonly copy: (from: string, to: string) => Promise<void>
}

const systemCalls: LinkCalls = {
  symlink,
  copy: (from, to) => cp(from, to, { recursive: true, verbatimSymlinks: true }),
}

/**
 * Makes a folder appear in a second place: as a junction, which Windows lets everybody make but only on the same
 * machine's NTFS; else as a link, which it lets administrators and developers make; else as a copy.
 * @param from absolute
 * @returns how it was done
 * @throws the system's error where not even a copy can be made
 */
export async function linkFolder(
  from: string,
  to: string,
  calls: LinkCalls = systemCalls,
): Promise<'linked' | 'copied'> {
  for (const type of ['junction', 'dir'] as const) {
    try {
      await calls.symlink(from, to, type)
      return 'linked'
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    }
  }
  await calls.copy(from, to)
  return 'copied'
}
