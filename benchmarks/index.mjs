// npm run bench [-- engine accuracy stats startup]: the tool measured against its peers, each suite in a process of its own.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'

const SUITES = [
  'startup',
  'install',
  'engine',
  'cpu-share',
  'engine-load',
  'stats',
  'stream-report',
  'recorded-runs',
  'history',
  'warm-requests',
  'growth',
  'wrapper',
  'accuracy',
]
const folder = fileURLToPath(new URL('.', import.meta.url))
const there = SUITES.filter((name) => readdirSync(folder).includes(`${name}.mjs`))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !there.includes(name))
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${there.join(', ')}.`)
  process.exit(2)
}

const machine = `${cpus()[0]?.model.trim() || 'unknown processor'}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`
console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine}`)
let failed = 0
for (const name of asked.length > 0 ? asked : there) {
  console.log(`\n== ${name}: node benchmarks/${name}.mjs`)
  const { status } = spawnSync(process.execPath, [`${folder}${name}.mjs`], { stdio: 'inherit' })
  if (status !== 0) failed += 1
}
process.exitCode = failed > 0 ? 1 : 0
