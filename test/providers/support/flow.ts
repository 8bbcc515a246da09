/** What is done with a platform that answers as in the case; resolves with what a reader would see. */
export type Flow = (name: string) => Promise<unknown>

export const spec = {
  runId: '2026-11-23T000000-test',
  workload: { folder: '/nowhere' },
  replicas: 1,
  options: {},
} as never
