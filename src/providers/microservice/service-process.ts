// The sample function as an always-on service: one process that listens, behind nginx where that is installed. It ends
// with the process that started it, and takes nginx with it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { startNginx } from './run-nginx.ts'
import type { ServiceMessage } from './service-messages.ts'

interface Core {
  readonly headers: Readonly<Record<string, string>>
  hello(asked: { name?: string; nonce?: string }): object
  readRequest(query: URLSearchParams, nonce: string | undefined): { name?: string; nonce?: string }
  loaded(): void
}

const [corePath = ''] = process.argv.slice(2)
let endNginx = async () => {}

process.on('SIGINT', () => {})
process.on('SIGTERM', () => void end())
process.on('disconnect', () => void end())
void serve().then(tell, (error: unknown) => tell({ type: 'failed', reason: String(error) }))

async function serve(): Promise<ServiceMessage> {
  const { headers, hello, readRequest, loaded }: Core = await import(pathToFileURL(corePath).href)
  loaded()
  const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
    req.resume()
    const { pathname, searchParams } = new URL(`http://service${req.url}`)
    if (pathname === '/health') return res.end('ok\n')
    if (pathname !== '/hello') return res.writeHead(404).end('Not found\n')
    const asked = readRequest(searchParams, [req.headers['x-coldstart-nonce']].flat()[0])
    res.writeHead(200, headers).end(JSON.stringify(hello(asked)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const nginx = await startNginx(port, process.env.PATH)
  const itself = { type: 'listening', url: `http://127.0.0.1:${port}`, pids: [process.pid] } as const
  if (nginx === undefined) return itself
  if ('failure' in nginx) return { ...itself, nginxFailure: nginx.failure }
  const { version, folder } = nginx
  endNginx = nginx.end
  return {
    type: 'listening',
    url: `http://127.0.0.1:${nginx.port}`,
    pids: [process.pid, ...nginx.pids],
    nginx: { version, folder },
  }
}

function tell(message: ServiceMessage): void {
  process.send?.(message)
}

async function end(): Promise<void> {
  await endNginx()
  process.exit(0)
}
