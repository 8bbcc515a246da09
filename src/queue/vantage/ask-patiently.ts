import type { Clock } from '../../core/clock.ts'

const SILENT_AFTER_MS = 5000

/** How long somebody is asked, and what is done meanwhile. */
export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Called once where no answer has come for 5 s. */
  readonly onSilence: () => void
}

/**
 * Waits for what Redis was asked, which may be away for a while.
 * @returns undefined where the signal comes first; what was asked goes on, and comes to nothing
 */
export async function askPatiently<T>(
  asked: Promise<T>,
  { clock, signal, onSilence }: Patience,
): Promise<T | undefined> {
  const answered = new AbortController()
  asked.catch(() => {})
  clock.sleep(SILENT_AFTER_MS, answered.signal).then(onSilence, () => {})
  try {
    return await Promise.race([asked, whenAborted(signal, answered.signal)])
  } finally {
    answered.abort()
  }
}

function whenAborted(signal: AbortSignal, forgotten: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: forgotten })
  })
}
