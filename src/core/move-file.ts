import { rename } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** What Windows says while somebody (a virus scanner, an editor) has the file open. */
const OPEN_ELSEWHERE = ['EPERM', 'EACCES', 'EBUSY']
const RETRY_AFTER_MS = [10, 20, 40, 80, 150, 300, 400]

/**
 * Renames, over a file that is there already too. While that is open elsewhere it is tried again for a second.
 * @param move the system's rename, which tests replace
 * @throws the system's error
 */
export async function moveFile(
  from: string,
  to: string,
  move: (from: string, to: string) => Promise<void> = rename,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await move(from, to)
    } catch (error) {
      const waitMs = RETRY_AFTER_MS[attempt]
      if (waitMs === undefined || !OPEN_ELSEWHERE.includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error
      await delay(waitMs)
    }
  }
}
