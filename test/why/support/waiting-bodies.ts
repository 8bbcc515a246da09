/** What the body of a module took in each of several starts. */
export const timings = (...pairs: readonly (readonly [ms: number, waitedMs: number])[]) =>
  pairs.map(([ms, waitedMs]) => ({ ms, waitedMs }))

/** Of 100 and 12 ms, which ask the clock whether they are over: Node 20, seven traced starts at a load of 12. */
export const ASKING = [
  timings(
    [101.4, 71.3],
    [100, 70.1],
    [103.7, 40.6],
    [101.5, 53.7],
    [100, 65.8],
    [101.7, 65.9],
    [100.4, 67.2],
  ),
  timings([16.1, 12.9], [20.1, 18.1], [12, 8.2], [13.1, 8.3], [12, 7.5], [12.7, 10.3], [23.2, 21.2]),
]

/** Of the same amounts of work, in starts of the same minutes. */
export const WORKING = [
  timings([197.3, 148.9], [102, 65], [300.3, 251.3], [137, 101.9], [106.3, 70.8], [193, 152], [140.2, 94.3]),
  timings([22.5, 16.7], [19.9, 14.1], [59.4, 54.8], [11.8, 5.6], [7.3, 3.3], [43, 36.7], [13.8, 7.9]),
]
