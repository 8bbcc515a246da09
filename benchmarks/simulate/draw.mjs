// What the simulations draw from: seeded, so that a table can be made again.
let state = 20261123
/** Uniform in [0, 1): mulberry32. */
export function random() {
  state = (state + 0x6d2b79f5) | 0
  let bits = Math.imul(state ^ (state >>> 15), 1 | state)
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
}

export const SEED = state

export const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** `n` log-normal waits around `center` ms. */
export const lognormal = (n, logSd, center = 100) =>
  Array.from({ length: n }, () => center * Math.exp(logSd * normal()))

/** How often `happens` is true, as a share of `times`. */
export function share(times, happens) {
  let count = 0
  for (let run = 0; run < times; run++) if (happens()) count++
  return count / times
}

export const percent = (part) => `${(100 * part).toFixed(1)} %`

/** A Markdown table. */
export function printTable(headings, rows) {
  for (const row of [headings, headings.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`)
}
