// How long `coldstart --help` takes beside a bare `node`, interleaved; ratios of medians.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROUNDS = 20
const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
const COMMANDS = {
  'node -e 0': ['-e', '0'],
  'coldstart --help': [bin, '--help'],
  'coldstart bench --help': [bin, 'bench', '--help'],
}

const times = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, args] of Object.entries(COMMANDS)) {
    const start = performance.now()
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
    if (status !== 0) throw new Error(`${name} ended with ${status}`)
    times[name].push(performance.now() - start)
  }
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const bare = median(times['node -e 0'])
for (const [name, values] of Object.entries(times)) {
  const ms = median(values)
  console.log(
    `${name.padEnd(24)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bare).toFixed(2)} × node   n = ${values.length}`,
  )
}
