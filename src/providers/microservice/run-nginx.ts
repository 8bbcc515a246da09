import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { RunningNginx } from './service-messages.ts'

/** The same, for the process that started it. */
interface Nginx extends RunningNginx {
  readonly port: number
  /** Of its master and its worker. */
  readonly pids: readonly number[]
  end(): Promise<void>
}

/** Where systems put it, which is not on everybody's PATH. */
const PLACES = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx', '/usr/local/bin/nginx']
const UP_WITHIN_MS = 5000
/** So much is kept of what nginx says when it does not start. */
const LONGEST = 300

/**
 * Starts nginx on loopback in front of a service, with files of its own.
 * @param servicePort of the service
 * @param path the folders that are searched before {@link PLACES}, as in the variable PATH
 * @returns undefined where it is not installed; why, where it is and does not start
 */
export async function startNginx(
  servicePort: number,
  path = '',
): Promise<Nginx | { readonly failure: string } | undefined> {
  const onPath = path.split(delimiter).filter(Boolean)
  const places = [...onPath.map((folder) => join(folder, 'nginx')), ...PLACES]
  const file = places.find((place) => existsSync(place))
  if (file === undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'coldstart-nginx-'))
  const port = await freePort()
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port, servicePort))
  const child = spawn(file, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, LONGEST)
  })
  // An `error` is a program that cannot be run; nobody waits for its `exit`.
  const gone = once(child, 'close').catch((error: Error) => {
    said = error.message
  })
  const end = async () => {
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  const { pid } = child
  if (pid === undefined || !(await answers(port, child))) {
    await end()
    return { failure: said.trim().split('\n', 1)[0] || 'it did not answer' }
  }
  const { stderr } = await promisify(execFile)(file, ['-v'])
  const version = /nginx\/(\S+)/.exec(stderr)?.[1] ?? ''
  return { port, version: `nginx ${version}`.trim(), pids: [pid, ...childrenOf(pid)], folder, end }
}

function configuration(folder: string, port: number, servicePort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  upstream service { server 127.0.0.1:${servicePort}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://service;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`
}

async function answers(port: number, child: { readonly exitCode: number | null }): Promise<boolean> {
  const until = performance.now() + UP_WITHIN_MS
  while (child.exitCode === null && performance.now() < until) {
    const reply = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
    if (reply?.ok) return true
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return false
}

/** Where the system lists them (Linux). */
function childrenOf(pid: number): number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    return list.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
