import { readFileSync } from 'node:fs'

const kept = []

/** Takes CPU time, or memory, and says what that took. */
export async function handler({ cpuMs: wantedMs = 0, megabytes = 0, groups }) {
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const used = () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  let sum = 0
  while (used() < wantedMs) for (let i = 0; i < 10_000; i++) sum += i
  for (let i = 0; i < megabytes; i++) kept.push(Buffer.alloc(2 ** 20, 1))
  const wallMs = performance.now() - startedMs
  return {
    cpuMs: used(),
    wallMs,
    sum,
    pid: process.pid,
    ...(groups && { groups: readFileSync('/proc/self/cgroup', 'utf8') }),
  }
}
