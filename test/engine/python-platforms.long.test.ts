import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cpuFor } from '../../src/engine/cpu/cpu-share.ts'
import { type FunctionOptions, functionDefaults } from '../../src/engine/engine-options.ts'
import type { Contract } from '../../src/workload/contract.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { canImport, newestPythonPath, pythonPath } from '../support/python-oracle.ts'
import { writeProject } from './support/own-function.ts'
import { startTestEngine } from './support/test-engine.ts'

const INSTALL = 'bash .ci/install-oracles.sh'
const hasGoogle = canImport(pythonPath, 'functions_framework')
const hasVercel = canImport(newestPythonPath, 'vercel_runtime')

async function serve(
  contract: Contract,
  path: string,
  source: string,
  searchPath: string,
  changes: Partial<FunctionOptions> = {},
) {
  const cwd = writeProject({ [path]: source })
  const workload = await openOwnFunction({ path, contract, cwd })
  const functions = [{ ...functionDefaults, idleTtlMs: 60_000, ...workload, ...changes }]
  const engine = await startTestEngine(functions, { searchPath, resolveFrom: cwd })
  onTestFinished(() => engine.stop())
  const [served] = engine.functions
  if (!served) throw new Error('nothing is served')
  return served
}

const hasGroups = process.getuid?.() === 0 && existsSync('/sys/fs/cgroup/cpu/cpu.cfs_period_us')
const instanceOf = (reply: Response) => JSON.parse(reply.headers.get('x-coldstart-instance') ?? '{}')

describe.skipIf(!hasGoogle)(`a Python function for Google (enable with: ${INSTALL})`, () => {
  it('is served by the Functions Framework under its own server, cold and warm', async () => {
    const source = `import functions_framework, os, sys
calls = 0
@functions_framework.http
def hello(request):
    global calls
    calls += 1
    if request.args.get('raise'): raise ValueError('no such thing')
    return {'calls': calls, 'name': request.args.get('name'), 'sent': request.get_json(silent=True),
            'path': request.path, 'gunicorn': 'gunicorn' in sys.modules, 'target': os.environ['FUNCTION_TARGET']}
`
    const { siteUrl, runtimeClient } = await serve('google', 'main.py', source, pythonPath)
    expect(runtimeClient).toMatch(/^functions-framework 3\.\d.* on python 3\./)
    const headers = { 'content-type': 'application/json' }
    const cold = await fetch(`${siteUrl}/x?name=Ada`, { method: 'POST', headers, body: '{"a":1}' })
    const seen = { name: 'Ada', sent: { a: 1 }, path: '/x', gunicorn: true, target: 'hello' }
    expect(await cold.json()).toEqual({ calls: 1, ...seen })
    const failed = await fetch(`${siteUrl}/?raise=1`)
    await failed.text()
    expect([failed.status, decodeURIComponent(failed.headers.get('x-coldstart-failure') ?? '')]).toEqual([
      500,
      'ValueError: no such thing',
    ])
    const warm = await fetch(siteUrl)
    expect(await warm.json()).toMatchObject({ calls: 3 })
    expect([instanceOf(cold).invocation, instanceOf(warm).invocation]).toEqual([1, 3])
    expect(Object.keys(instanceOf(cold))).toEqual(expect.arrayContaining(['bootMs', 'loadMs', 'handlerMs']))
  })

  it('takes an event, also of a request that is none; and streams', async () => {
    const source = `import functions_framework
@functions_framework.cloud_event
def on_event(event):
    if event['type'] != 'coldstart.invocation': raise ValueError(event['type'])
`
    const { url } = await serve('google', 'main.py', source, pythonPath)
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([200, 200])
    const streaming = `import functions_framework, threading
go = threading.Event()
@functions_framework.http
def hello(request):
    if request.args.get('go'): go.set(); return 'went'
    def pieces():
        yield 'first'
        go.wait(20)
        yield 'rest'
    return pieces()
`
    const streamed = await serve('google', 'main.py', streaming, pythonPath)
    const reply = await fetch(streamed.url)
    const reader = reply.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
    await reader?.cancel()
  })

  it.runIf(hasGroups)('ends with the worker that wanted more memory than there is', async () => {
    const source = `import functions_framework
@functions_framework.http
def hello(request):
    if request.args.get('much'): bytearray(400 * 2 ** 20)[:] = b'1' * (400 * 2 ** 20)
    return 'small'
`
    const limits = { memoryMb: 256, timeoutMs: 60_000, ...cpuFor('google', 256, undefined) }
    const { url } = await serve('google', 'main.py', source, pythonPath, limits)
    const failed = await fetch(`${url}?much=1`)
    await failed.text()
    expect([failed.status, decodeURIComponent(failed.headers.get('x-coldstart-failure') ?? '')]).toEqual([
      503,
      expect.stringMatching(/^Runtime.OutOfMemory: it wanted more than its 256 MB/),
    ])
    const next = await fetch(url)
    expect([await next.text(), instanceOf(next).invocation]).toEqual(['small', 1])
  })

  it('that cannot be loaded says why', async () => {
    const source = 'import functions_framework, nowhere\n@functions_framework.http\ndef hello(r):\n    pass\n'
    const { url } = await serve('google', 'main.py', source, pythonPath)
    const reply = await fetch(url)
    expect(reply.status).toBe(503)
    expect(decodeURIComponent(reply.headers.get('x-coldstart-failure') ?? '')).toContain(
      "No module named 'nowhere'",
    )
  })
})

describe.skipIf(!hasVercel)(
  `a Python function for Vercel (enable with: ${INSTALL}, with Python 3.12 or newer)`,
  () => {
    const CLASS = `from http.server import BaseHTTPRequestHandler
class handler(BaseHTTPRequestHandler):
    calls = 0
    def do_GET(self):
        if 'raise' in self.path: raise ValueError('no such thing')
        handler.calls += 1
        self.send_response(200)
        self.send_header('x-own', 'yes')
        self.end_headers()
        self.wfile.write(f'{handler.calls} {self.path}'.encode())
`
    it('may be a class that handles requests', async () => {
      const { url, siteUrl, runtimeClient } = await serve('vercel', 'api/hello.py', CLASS, newestPythonPath)
      expect(runtimeClient).toMatch(/^vercel-runtime \d.* on python 3\./)
      const cold = await fetch(`${siteUrl}/api/hello?a=1`)
      expect([await cold.text(), cold.headers.get('x-own')]).toEqual(['1 /api/hello?a=1', 'yes'])
      expect(await (await fetch(url)).text()).toMatch(/^2 /)
      const failed = await fetch(`${siteUrl}/api/hello?raise`)
      expect([failed.status, decodeURIComponent(failed.headers.get('x-coldstart-failure') ?? '')]).toEqual([
        500,
        expect.stringContaining('no such thing'),
      ])
    })

    it.each([
      [
        'WSGI',
        "def app(environ, start):\n    start('200 OK', [('x-own', 'yes')])\n    return [environ['PATH_INFO'].encode()]\n",
      ],
      [
        'ASGI',
        "async def app(scope, receive, send):\n    if scope['type'] != 'http': return\n    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'x-own', b'yes')]})\n    await send({'type': 'http.response.body', 'body': scope['path'].encode()})\n",
      ],
    ])('may be a %s application', async (_, source) => {
      const { siteUrl } = await serve('vercel', 'api/hello.py', source, newestPythonPath)
      const reply = await fetch(`${siteUrl}/api/hello`)
      expect([await reply.text(), reply.headers.get('x-own')]).toEqual(['/api/hello', 'yes'])
    })
  },
)

it.each([
  [
    'google',
    'import functions_framework\n@functions_framework.http\ndef hello(r):\n    pass\n',
    'functions-framework',
  ],
  ['vercel', 'def app(environ, start):\n    pass\n', 'vercel-runtime'],
] as const)(
  'without what %s puts around it, says the one command that installs it',
  async (contract, source, name) => {
    const bare = writeProject({ python3: '#!/bin/sh\nprintf "%s\\n3.13.1\\n" "$0"\n' })
    chmodSync(join(bare, 'python3'), 0o755)
    await expect(serve(contract, 'main.py', source, bare)).rejects.toMatchObject({
      code: 'runtime-missing',
      hint: expect.stringContaining(`${join(bare, 'python3')} -m pip install ${name}`),
    })
  },
)
