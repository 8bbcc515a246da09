import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { removeFolder } from './environment-folder.ts'
import type { HostFacts } from './environment-process.ts'
import { findIsolation, folderOutsideTmp, type Isolation } from './isolation.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

/** What every engine needs, whatever it serves: it can be there before anybody says what. */
export interface Premises {
  /** Where all its folders are made. */
  readonly folder: string
  readonly watchdog: Watchdog
  /** How environments are kept apart; tried out while other things are made ready. Rejects with an error of the system. */
  readonly isolation: Promise<Isolation | undefined>
  /** Removes the folder, and lets the watchdog go. */
  close(): Promise<void>
}

/**
 * Makes an engine's folder, starts its watchdog, and finds out how environments can be kept apart.
 * @throws Error of the system, where no folder can be made
 */
export async function openPremises({
  execPath,
  platform,
  temporaryFolder,
}: Pick<HostFacts, 'execPath' | 'platform'> & { readonly temporaryFolder: string }): Promise<Premises> {
  const place = await folderOutsideTmp(temporaryFolder, platform)
  const folder = await mkdtemp(join(place, 'coldstart-engine-'))
  const isolation = findIsolation(platform, folder)
  // It is for whoever serves something here, and that may be nobody.
  isolation.catch(() => {})
  const watchdog = startWatchdog(execPath, folder)
  return {
    folder,
    watchdog,
    isolation,
    async close() {
      await isolation.catch(() => {})
      await removeFolder(folder)
      watchdog.stop()
    },
  }
}
