/**
 * Does work, and closes what it was done with however it ended.
 * @returns what the work gives
 * @throws what the work throws, before what closing throws
 */
export async function closeAfter<T>(work: () => Promise<T>, close: () => Promise<void>): Promise<T> {
  const done = await work().catch(async (error: unknown) => {
    await close().catch(() => {})
    throw error
  })
  await close()
  return done
}
