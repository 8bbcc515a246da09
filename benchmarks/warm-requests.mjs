// What 2,000, 8,000 and 20,000 warm requests to one target on loopback cost the tool, in CPU seconds of a process of
// its own (all its threads; the server is another process). Growth is the exponent of time from one count to the next:
// 1 is linear. What a process costs before its first request is in every figure, so that growth is a little below 1.
// `bare` is the least that Node does for the same, right after: a request of node:http on a connection of its own, a line
// of 600 bytes appended, and flushed to the disk ten times a second. With counts behind its name it takes those.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const COUNTS = [2000, 8000, 20_000]
const LIMIT_SECONDS = 15
const LIMIT_GROWTH = 1.15
const FLUSH_EVERY_MS = 100
const SERVER = `
  const { createServer } = require('node:http')
  const server = createServer((_, reply) => reply.end('hello'))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

/** One run in this process. @returns CPU seconds, and the peak of resident memory in MB */
async function measure(count, url) {
  const { bench } = await import('../dist/index.js')
  const cwd = mkdtempSync(join(tmpdir(), 'coldstart-warm-'))
  try {
    const before = process.cpuUsage()
    const request = { targets: { one: url }, cold: 0, warm: count }
    const { result } = await bench(request, { cwd, env: process.env, nodeVersion: process.version })
    const { user, system } = process.cpuUsage(before)
    const measured = result.summaries[0]?.invocations
    if (measured !== count) throw new Error(`${measured} of ${count} requests were measured`)
    return { seconds: (user + system) / 1e6, mb: process.resourceUsage().maxRSS / 1024 }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** As many bare requests in this process. @returns CPU seconds */
async function measureBare(count, url) {
  const folder = mkdtempSync(join(tmpdir(), 'coldstart-bare-'))
  const file = openSync(join(folder, 'lines'), 'a')
  const line = `${'x'.repeat(599)}\n`
  try {
    const before = process.cpuUsage()
    let flushedMs = 0
    for (let made = 0; made < count; made++) {
      await new Promise((resolve, reject) => {
        get(url, { agent: false }, (reply) => reply.resume().once('end', resolve)).once('error', reject)
      })
      writeSync(file, line)
      if (performance.now() - flushedMs < FLUSH_EVERY_MS) continue
      fdatasyncSync(file)
      flushedMs = performance.now()
    }
    const { user, system } = process.cpuUsage(before)
    return { seconds: (user + system) / 1e6 }
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true, force: true })
  }
}

function inOwnProcess(which, count, url) {
  const argv = [fileURLToPath(import.meta.url), which, String(count), url]
  const { status, stdout } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${count} requests ended with ${status}`)
  return JSON.parse(stdout)
}

async function compare(counts) {
  const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise((known) => server.stdout.once('data', (data) => known(Number(data))))
  console.log(`to hold: growth about 1.0, ${COUNTS.at(-1)} in ${LIMIT_SECONDS} s of CPU`)
  console.log('requests   CPU s µs each    bare  growth      MB')
  let last
  try {
    for (const count of counts) {
      const url = `http://127.0.0.1:${port}/`
      const { seconds, mb } = inOwnProcess('--one', count, url)
      const bare = inOwnProcess('--bare', count, url)
      const growth = last && Math.log(seconds / last.seconds) / Math.log(count / last.count)
      const columns = [
        seconds.toFixed(2),
        ((seconds * 1e6) / count).toFixed(0),
        ((bare.seconds * 1e6) / count).toFixed(0),
        growth?.toFixed(2) ?? '',
        mb.toFixed(0),
      ]
      console.log(`${String(count).padEnd(8)}${columns.map((column) => column.padStart(8)).join('')}`)
      last = { count, seconds }
      if (growth > LIMIT_GROWTH || (count === COUNTS.at(-1) && seconds > LIMIT_SECONDS)) process.exitCode = 1
    }
  } finally {
    server.kill()
  }
}

const [one, count, url] = process.argv.slice(2)
if (one === '--one') console.log(JSON.stringify(await measure(Number(count), url)))
else if (one === '--bare') console.log(JSON.stringify(await measureBare(Number(count), url)))
else await compare(one === undefined ? COUNTS : process.argv.slice(2).map(Number))
