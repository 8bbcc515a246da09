// The processes that worker-kills kills: Redis, the coordinator, and a worker at each vantage point.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'bin', 'coldstart.js')

/**
 * @param scene the folder they work in, the port of Redis, the vantage points, how many targets there are at which
 *   origin, their idle period, and how long the lock of a job lasts, ms
 */
export function openProcesses({ folder, redisPort, vantages, targets, origin, idle, lockMs }) {
  mkdirSync(join(folder, 'redis'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const redisUrl = `redis://127.0.0.1:${redisPort}`
  const running = {}
  const runFile = () => runFileIn(join(folder, 'results'))
  const coldstart = (words, env = {}) =>
    spawn(process.execPath, [bin, ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  const spawned = (who) => {
    if (who === 'redis') return spawn('redis-server', redisWords(redisPort, folder), { stdio: 'ignore' })
    if (who !== 'coordinator') return coldstart(workerWords(redisUrl, who, origin, lockMs), { VANTAGE: who })
    const run = runFile()
    if (run) return coldstart(['resume', run.name.replace('.jsonl', ''), '-q'])
    const names = Array.from({ length: targets }, (_, index) => `t${index}=${origin}/t${index}`)
    return coldstart(benchWords(redisUrl, vantages, names, idle))
  }
  /** One more of a kind, that is not kept under its name. */
  const startAnother = (who) => {
    const child = spawned(who)
    return Object.assign(child, { ended: once(child, 'exit') })
  }
  return {
    running,
    runFile,
    isFinished: () => runFile()?.text.includes('"type":"footer"') ?? false,
    startAnother,
    start(who) {
      running[who] = startAnother(who)
    },
    async kill(who) {
      running[who].kill('SIGKILL')
      await running[who].ended
    },
  }
}

function runFileIn(results) {
  const names = existsSync(results) ? readdirSync(results) : []
  const name = names.find((file) => file.endsWith('.jsonl'))
  return name && { name, text: readFileSync(join(results, name), 'utf8') }
}

function redisWords(port, folder) {
  const dir = join(folder, 'redis')
  const words = ['--port', port, '--bind', '127.0.0.1', '--dir', dir, '--save', '']
  return [...words, '--appendonly', 'yes', '--appendfsync', 'always'].map(String)
}

function benchWords(redisUrl, vantages, names, idle) {
  const at = ['--workers', redisUrl, '--vantages', vantages.join(','), '--target', ...names]
  const plan = ['--idle', idle, '--cold', '1', '--warm', '0', '--header', 'x-vantage: env:VANTAGE']
  return ['bench', ...at, ...plan, '-q']
}

function workerWords(redisUrl, vantage, origin, lockMs) {
  const at = ['--redis', redisUrl, '--vantage', vantage]
  return ['worker', ...at, '--allow', origin, '--allow-env', 'VANTAGE', '--lock', `${lockMs}ms`]
}
