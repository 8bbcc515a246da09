import { open } from 'node:fs/promises'

/** Makes a new or renamed entry of a folder survive a power cut, where the system can do that (not on Windows). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
