import { mkdtempSync, rmSync } from 'node:fs'
import { platform } from 'node:process'
import type { ColdstartError } from '../../../src/core/errors.ts'
import { checkColdDisk } from '../../../src/engine/disk/cold-disk.ts'

/** More likely on a disk than the temporary folder of the tests. */
export const DISK = '/var/tmp/coldstart-test-'

/** Why no pages can be dropped here, as in a container whose every file lies in memory; undefined where they can. */
export async function whyNoColdDisk(): Promise<string | undefined> {
  if (platform !== 'linux') return 'not Linux'
  const folder = mkdtempSync(DISK)
  try {
    await checkColdDisk(platform, folder)
    return undefined
  } catch (error) {
    return (error as ColdstartError).message
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
