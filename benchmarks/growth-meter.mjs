// What the suites of growth share: a command's peak memory and CPU time, and a server to be measured.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../bin/coldstart.js', import.meta.url))
const METER = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();writeSync(3,JSON.stringify({mb:maxRSS/1024,seconds:(userCPUTime+systemCPUTime)/1e6}))})`

/** Runs a command. @returns its peak of resident memory in MB, its CPU seconds, and the bytes that it printed */
export function meter(cwd, argv) {
  const outcome = spawnSync(process.execPath, ['--import', METER, bin, ...argv], {
    cwd,
    stdio: ['ignore', openSync(join(cwd, 'out.txt'), 'w'), 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (outcome.status !== 0)
    throw new Error(`${argv.join(' ')} ended with ${outcome.status}: ${outcome.stderr}`)
  return { ...JSON.parse(outcome.output[3]), bytes: statSync(join(cwd, 'out.txt')).size }
}

const SERVER = `
  const { createServer } = require('node:http')
  const server = createServer((_, reply) => reply.end('hello'))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

/** A server that answers every path at once, in a process of its own. */
export async function startServer() {
  const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(server.stdout, 'data')
  return { url: `http://127.0.0.1:${Number(port)}/`, stop: () => server.kill() }
}
