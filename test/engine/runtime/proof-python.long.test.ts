import { spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtEntry } from '../../../src/core/built-entry.ts'
import { provenImport } from '../../../src/providers/python-files.ts'
import { canImport, pythonPath } from '../../support/python-oracle.ts'
import { writeProject } from '../support/own-function.ts'

const hasFramework = canImport(pythonPath, 'functions_framework.aio')

/** Calls the framework's application twice and prints status and proofs of each reply. */
const CALL = `import asyncio, json, sys
from functions_framework import create_app
app = create_app('hello', 'entry.py', 'http')
event = {'ce-id': '1', 'ce-source': 'x', 'ce-type': 't', 'ce-specversion': '1.0', 'x-coldstart-nonce': 'n'}
async def call():
    said = {}
    async def receive():
        return {'type': 'http.request', 'body': b'{}', 'more_body': False}
    async def send(message):
        if message['type'] == 'http.response.start': said.update(message)
    headers = [(name.encode(), value.encode()) for name, value in event.items()]
    scope = {'type': 'http', 'asgi': {'version': '3.0'}, 'http_version': '1.1', 'method': 'POST', 'scheme': 'http',
             'path': '/', 'raw_path': b'/', 'query_string': b'', 'root_path': '', 'headers': headers,
             'server': ('127.0.0.1', 80), 'client': ('127.0.0.1', 1)}
    await app(scope, receive, send)
    return [said['status'], [v.decode() for n, v in said['headers'] if n == b'x-coldstart-proof']]
def ask():
    if not hasattr(app, 'test_client'): return asyncio.run(call())
    reply = app.test_client().post('/', headers=event, data='{}', content_type='application/json')
    return [reply.status_code, reply.headers.getlist('x-coldstart-proof')]
print(json.dumps([ask(), ask()]))
`

it.runIf(hasFramework).each([
  ['a function of requests', 'functions_framework.http', 'def hello(request):\n    return "x"\n', 200],
  ['one of events', 'functions_framework.cloud_event', 'def hello(event):\n    pass\n', 200],
  ['an asynchronous one', 'functions_framework.aio.http', 'async def hello(request):\n    return "x"\n', 200],
  ['a plain one under aio', 'functions_framework.aio.http', 'def hello(request):\n    return "x"\n', 200],
  [
    'an asynchronous one of events',
    'functions_framework.aio.cloud_event',
    'async def hello(event):\n    pass\n',
    200,
  ],
  [
    'one that raises',
    'functions_framework.aio.http',
    'async def hello(request):\n    raise ValueError("no")\n',
    500,
  ],
  [
    'one that hands on to an application',
    'functions_framework.aio.http',
    `from starlette.applications import Starlette
from starlette.responses import Response
inner = Starlette()
async def hello(request):
    seen = []
    async def send(message): seen.append(message)
    await inner(dict(request.scope), request.receive, send)
    return Response(status_code=seen[0]['status'])
`,
    404,
  ],
])(
  `proves %s of Google’s framework once a reply${hasFramework ? '' : ` (enable with: bash .ci/install-oracles.sh)`}`,
  (_, decorator, source, status) => {
    const lines = source.split('\n')
    const at = lines.findIndex((line) => /^(?:async )?def hello/.test(line))
    const user = [
      'import functions_framework',
      'import functions_framework.aio',
      ...lines.toSpliced(at, 0, `@${decorator}`),
    ]
    const cwd = writeProject({
      'main.py': user.join('\n'),
      'entry.py': `${[...provenImport('main.py', 'prove_google'), 'hello = prove_google(user.hello)'].join('\n')}\n`,
      'call.py': CALL,
    })
    copyFileSync(builtEntry('engine/runtime/proof.py'), join(cwd, '___coldstart_proof.py'))
    const env = { PATH: pythonPath, HOME: cwd }
    const { stdout, stderr } = spawnSync('python3', ['call.py'], { cwd, env, encoding: 'utf8' })
    expect(stdout, stderr).toMatch(/^\[/)
    const replies = JSON.parse(stdout) as [number, string[]][]
    expect(replies.map(([got]) => got)).toEqual([status, status])
    const proofs = replies.flatMap(([, texts]) => texts.map((text) => JSON.parse(text)))
    expect(proofs).toMatchObject([
      { nonce: 'n', instance: { invocation: 1, loadMs: expect.any(Number) } },
      { nonce: 'n', instance: { invocation: 2, id: proofs[0].instance.id } },
    ])
  },
)
