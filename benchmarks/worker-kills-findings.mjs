// What worker-kills found: the run file held against what was counted at the server.

/**
 * @param text of the run file
 * @param expected samples planned, kills of each process and workers stopped over a request
 * @param seen what happened: requests by sample, kills by process, the samples over which a worker was stopped
 * @returns lines to print, and one for each thing that must not be
 */
export function findings(text, expected, { hits, done, frozen }) {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const samples = lines.flatMap((line) => (line.type === 'sample' ? [line.sample] : []))
  const voids = samples.filter(({ error }) => error?.kind === 'void')
  const voided = new Set(voids.map(({ target }) => target))
  const maybe = voids.filter(({ error }) => error.message.startsWith('It may'))
  const arrived = maybe.filter(({ target }) => hits.has(target)).length
  const requests = [...hits.values()].reduce((sum, n) => sum + n, 0)
  const fenced = frozen.filter((target) => voided.has(target)).length
  const killed = Object.entries(done).map(([who, n]) => `${who} ${n}`)
  return {
    said: [
      `killed: ${killed.join(', ')}`,
      `${samples.length} samples of ${expected.samples}, ${requests} requests at the server, ${voids.length} void: ${maybe.length} may have been sent (${arrived} were), ${voids.length - maybe.length} were not`,
      `stopped over a request for longer than its lock: ${frozen.length} times, void: ${fenced}`,
    ],
    problems: [
      ...problemsOfSamples(samples, expected.samples, hits),
      ...problemsOfKills(expected, done, frozen),
      ...frozen
        .filter((target) => !voided.has(target))
        .map((target) => `${target} has a result of a worker that had lost its lock`),
    ],
  }
}

function problemsOfSamples(samples, planned, hits) {
  const problems = []
  if (samples.length !== planned) problems.push(`${samples.length} samples of ${planned}`)
  if (new Set(samples.map(({ id }) => id)).size !== samples.length) problems.push('a sample is there twice')
  for (const { id, target, error } of samples) {
    const sent = hits.get(target) ?? 0
    if (sent > 1) problems.push(`${id} was sent ${sent} times`)
    if (!error && sent !== 1) problems.push(`${id} has a result and was sent ${sent} times`)
    if (error?.message.startsWith('It was not sent') && sent > 0)
      problems.push(`${id} was sent, and is said not to have been`)
  }
  return problems
}

/** Of a run that was too short to show anything. */
function problemsOfKills({ kills, freezes }, { redis, ...done }, frozen) {
  const problems = Object.entries(done)
    .filter(([, n]) => n < kills)
    .map(([who, n]) => `${who} was killed ${n} times of ${kills}: the run was too short`)
  if (redis !== 1) problems.push('Redis was not killed')
  if (frozen.length < freezes) problems.push(`${frozen.length} workers were stopped of ${freezes}`)
  return problems
}
