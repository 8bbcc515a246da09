// From what the clients said and what was on the wire to errors, pooled over rounds and printed.

/**
 * Pairs what a client said with what was on the wire: by its port where it knows it, else in order.
 * @param exchanges of the whole capture, stamps in ms
 * @returns errors in µs by phase, and how many samples found their exchange
 */
export function compare({ scenario, client, samples, fromMs, toMs }, exchanges) {
  const inTime = exchanges.filter(({ startMs }) => startMs >= fromMs - 5 && startMs <= toMs + 5)
  const byPort = Map.groupBy ? Map.groupBy(inTime, ({ port }) => port) : groupByPort(inTime)
  const errors = {}
  let matched = 0
  for (const [index, sample] of samples.entries()) {
    const said = { ...sample, ...sample.phases }
    const truth = said.localPort ? byPort.get(said.localPort)?.shift() : inTime[index]
    if (!truth) continue
    matched++
    const skipsOpening = scenario.startsWith('kept') && index === 0
    for (const phase of ['connectMs', 'tlsMs', 'waitMs', 'totalMs'])
      if (
        !skipsOpening &&
        said[phase] !== undefined &&
        truth[phase] !== undefined &&
        isComparable(client, phase)
      )
        errors[phase] = [...(errors[phase] ?? []), (said[phase] - truth[phase]) * 1000]
  }
  return { errors, matched }
}

/** undici, node:http and got cannot tell wait from set-up on a fresh connection: only their total counts. */
function isComparable(client, phase) {
  return phase !== 'waitMs' || !['undici', 'node-http'].includes(client)
}

function groupByPort(list) {
  const groups = new Map()
  for (const exchange of list) groups.set(exchange.port, [...(groups.get(exchange.port) ?? []), exchange])
  return groups
}

/** Without a capture: accepted, received and answered, as the server's own loop saw them. */
export function fromServer(log) {
  const seen = new Set()
  return log.map(([port, acceptedMs, receivedMs, answeredMs]) => {
    const isFirst = !seen.has(`${port} ${acceptedMs}`)
    seen.add(`${port} ${acceptedMs}`)
    const startMs = isFirst ? acceptedMs : receivedMs
    return { port, startMs, waitMs: answeredMs - receivedMs, totalMs: answeredMs - startMs }
  })
}

/** Errors of all rounds together, for each scenario, client and phase. */
export function pool(compared) {
  const pools = new Map()
  for (const { scenario, client, errors, matched, samples } of compared) {
    const key = `${scenario}|${client}`
    const entry = pools.get(key) ?? { scenario, client, samples: 0, matched: 0, errors: {} }
    entry.samples += samples.length
    entry.matched += matched
    for (const [phase, list] of Object.entries(errors))
      entry.errors[phase] = [...(entry.errors[phase] ?? []), ...list]
    pools.set(key, entry)
  }
  return [...pools.values()].map(({ errors, ...entry }) => ({
    ...entry,
    phases: Object.fromEntries(Object.entries(errors).map(([phase, list]) => [phase, summarise(list)])),
  }))
}

function summarise(errors) {
  const sorted = errors.map(Math.abs).sort((a, b) => a - b)
  const quantile = (p) => {
    const at = (sorted.length - 1) * p
    const low = sorted[Math.floor(at)]
    return low + (at - Math.floor(at)) * ((sorted[Math.floor(at) + 1] ?? low) - low)
  }
  return { n: sorted.length, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }
}

export function printFindings(list) {
  console.log(
    `\n${'scenario'.padEnd(22)}${'client'.padEnd(12)}${'phase'.padEnd(9)}     n     p50 µs     p95 µs     p99 µs`,
  )
  for (const { scenario, client, phases, samples, matched } of list) {
    for (const [phase, { n, p50, p95, p99 }] of Object.entries(phases))
      console.log(
        `${scenario.padEnd(22)}${client.padEnd(12)}${phase.replace('Ms', '').padEnd(9)}${String(n).padStart(6)}${[p50, p95, p99].map((x) => x.toFixed(0).padStart(11)).join('')}`,
      )
    if (matched < samples)
      console.log(
        `${scenario.padEnd(22)}${client.padEnd(12)}${samples - matched} of ${samples} samples match no exchange`,
      )
  }
  console.log()
}
