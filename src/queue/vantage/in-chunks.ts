/** Probes that Redis is asked about in one go; a run may have a million. */
const CHUNK = 500

/** Does some work for probes of any number, one chunk of them after the other. */
export async function inChunks<T>(
  probes: Iterable<T>,
  work: (chunk: readonly T[]) => Promise<unknown>,
): Promise<void> {
  let chunk: T[] = []
  for (const probe of probes) {
    if (chunk.push(probe) < CHUNK) continue
    await work(chunk)
    chunk = []
  }
  if (chunk.length > 0) await work(chunk)
}
