// How long commands take to start beside a bare `node`, ours and those of other tools, interleaved; ratios of medians.
//   npm run build && npm ci --prefix benchmarks/peers --ignore-scripts && node benchmarks/startup.mjs [--rounds 20]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } })
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const cli = here('../bin/coldstart.js')
const peer = (name) => here(`peers/node_modules/.bin/${name}`)

/** Arguments of node, exit code, and the most that it may take as a multiple of a bare node. */
const COMMANDS = [
  { args: ['-e', '0'], name: 'node -e 0' },
  { args: [cli, '--help'], goal: 1.2 },
  { args: [cli, '--version'], goal: 1.2 },
  { args: [cli, 'bench', '--help'], goal: 1.4 },
  { args: [cli, 'bnech'], goal: 1.4, status: 2 },
  { args: [cli, 'bench', '--colt', '3'], goal: 1.4, status: 2 },
  { args: [cli, 'runs'], goal: 1.9 },
  { args: [cli, 'report', 'latest'], goal: 2.5 },
  { args: [peer('autocannon'), '--help'] },
  { args: [peer('size-limit'), '--help'] },
  { args: [peer('wrangler'), '--help'] },
].filter(({ args: [program] }) => program === '-e' || existsSync(program))

/** A folder with one small run, recorded now: 3 cold and 6 warm invocations of each of the three contracts. */
function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-startup-'))
  const { status } = spawnSync(process.execPath, [cli, 'bench', '--cold', '3', '--warm', '6'], {
    cwd: folder,
  })
  if (status !== 0) throw new Error(`coldstart bench ended with ${status}`)
  return folder
}

const titleOf = ({ name, args: [program, ...rest] }) =>
  name ?? `${program === cli ? 'coldstart' : program.split(/[/\\]/).at(-1)} ${rest.join(' ')}`

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const cwd = makeFolder()
// wrangler looks for a newer version of itself unless it is told that it is in CI.
const env = { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' }
const times = COMMANDS.map(() => [])
for (let round = 0; round < Number(options.rounds); round++) {
  for (let turn = 0; turn < COMMANDS.length; turn++) {
    // Whoever follows the slowest finds the caches as it left them: the order rotates.
    const index = (turn + round) % COMMANDS.length
    const { args, status: expected = 0, ...command } = COMMANDS[index]
    const start = performance.now()
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', cwd, env })
    if (status !== expected) throw new Error(`${titleOf({ args, ...command })} ended with ${status}`)
    times[index].push(performance.now() - start)
  }
}
rmSync(cwd, { recursive: true })

if (!existsSync(here('peers/node_modules'))) console.log('peers: skipped: npm ci --prefix benchmarks/peers')
const bare = median(times[0])
for (const [index, command] of COMMANDS.entries()) {
  const ms = median(times[index])
  const goal = command.goal ? `  goal ≤ ${command.goal}${ms / bare > command.goal ? ': MISSED' : ''}` : ''
  console.log(
    `${titleOf(command).padEnd(24)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bare).toFixed(2).padStart(5)} × node${goal}`,
  )
}
console.log(`medians of ${options.rounds} interleaved rounds`)
