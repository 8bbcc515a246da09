// The bounds the probe is held to (issue 3), as ratios of errors within one run.

const RATIOS = [
  // scenario, phase, against, quantile, at most
  ...['sequential plain', 'sequential tls'].flatMap((scenario) => [
    [scenario, 'totalMs', 'curl', 'p50', 1.3],
    [scenario, 'totalMs', 'curl', 'p95', 1.5],
    [scenario, 'totalMs', 'undici', 'p50', 0.4],
    [scenario, 'waitMs', 'channels', 'p50', 0.6],
  ]),
  ['sequential tls', 'tlsMs', 'curl', 'p50', 0.25],
  ['kept plain', 'waitMs', 'channels', 'p50', 0.75],
  ['kept tls', 'waitMs', 'channels', 'p50', 0.75],
  ['first plain', 'totalMs', 'undici', 'p50', 0.1],
  ['first tls', 'totalMs', 'undici', 'p50', 0.1],
  ...['burst of 100 plain', 'burst of 100 tls'].flatMap((scenario) => [
    [scenario, 'waitMs', 'autocannon', 'p50', 0.05],
    [scenario, 'waitMs', 'autocannon', 'p95', 0.15],
    [scenario, 'waitMs', 'curl', 'p50', 2],
  ]),
]

/** Connect in a burst, µs at the median. */
const BURST_CONNECT_US = 300

/**
 * One verdict for each bound that the run's findings can answer.
 * @param findings pooled errors: scenario, client, phases → n, p50, p95, p99
 */
export function judge(findings) {
  const find = (scenario, client) =>
    findings.find((entry) => entry.scenario === scenario && entry.client === client)
  const verdicts = []
  const say = (ok, text) => verdicts.push({ verdict: ok ? 'PASS' : 'FAIL', text })
  for (const [scenario, phase, against, quantile, bound] of RATIOS) {
    const ours = find(scenario, 'coldstart')?.phases[phase]
    const theirs = find(scenario, against)?.phases[phase]
    if (!ours || !theirs) continue
    const ratio = ours[quantile] / theirs[quantile]
    say(
      ratio <= bound,
      `${scenario}, ${phase.replace('Ms', '')} ${quantile}: ${ratio.toFixed(3)} × ${against} (at most ${bound})`,
    )
  }
  for (const { scenario, client, phases } of findings)
    if (scenario.startsWith('burst') && client === 'coldstart' && phases.connectMs)
      say(
        phases.connectMs.p50 <= BURST_CONNECT_US,
        `${scenario}, connect p50: ${phases.connectMs.p50.toFixed(0)} µs (at most ${BURST_CONNECT_US})`,
      )
  const quiet = find('quiet', 'coldstart')?.phases.waitMs
  for (const scenario of ['redrawing', 'one core busy']) {
    const disturbed = find(scenario, 'coldstart')?.phases.waitMs
    if (!quiet || !disturbed) continue
    const ratio = disturbed.p95 / quiet.p95
    say(ratio <= 1.5, `${scenario}, wait p95: ${ratio.toFixed(2)} × quiet (at most 1.5)`)
  }
  const ours = findings.filter(({ client }) => client === 'coldstart')
  const samples = ours.reduce((sum, entry) => sum + entry.samples, 0)
  const matched = ours.reduce((sum, entry) => sum + entry.matched, 0)
  say(matched === samples, `${matched} of ${samples} samples match an exchange on the wire`)
  return verdicts
}
