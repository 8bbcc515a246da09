import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Contract } from '../../src/workload/contract.ts'
import { detectContract } from '../../src/workload/detect-contract.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
import { sampleFolder } from '../../src/workload/sample.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeProject } from '../engine/support/own-function.ts'

it.each([
  ['def handler(event, context):\n    pass\n\ndef other():\n    pass\n', 'handler'],
  ['def lambda_handler(event, context):\n    pass\n\ndef other():\n    pass\n', 'lambda_handler'],
  ['def greet(event, context):\n    pass\n\ndef _private():\n    pass\n', 'greet'],
  ['from app import make\nhandler = make()\n', 'handler'],
])('finds the handler of a Python file: %j', async (source, exportName) => {
  const cwd = writeProject({ 'app.py': source })
  const workload = await openOwnFunction({ path: 'app.py', contract: 'lambda', cwd })
  expect(workload).toMatchObject({ name: 'app', language: 'python', entry: 'app.py', root: cwd, exportName })
})

it('takes the handler that is named, and asks where several could be meant', async () => {
  const cwd = writeProject({ 'app.py': 'def one(e, c):\n    pass\n\ndef two(e, c):\n    pass\n' })
  const own = { path: 'app.py', contract: 'lambda', cwd } as const
  expect((await openOwnFunction({ ...own, exportName: 'two' })).exportName).toBe('two')
  await expect(openOwnFunction(own)).rejects.toMatchObject({ code: 'unclear-export' })
})

it('takes a bootstrap for Lambda functions, and what lacks what another platform serves for no other', async () => {
  const cwd = writeProject({ 'app.py': 'def handler(e, c):\n    pass\n', bootstrap: '#!/bin/sh\n' })
  expect((await detectContract(join(cwd, 'app.py'))).contracts).toEqual(['lambda'])
  expect((await openOwnFunction({ path: 'bootstrap', contract: 'lambda', cwd })).language).toBe('provided')
  const open = (contract: Contract, path = 'app.py') => openOwnFunction({ path, contract, cwd })
  await expect(open('netlify')).rejects.toMatchObject({ code: 'not-javascript' })
  await expect(open('google', 'bootstrap')).rejects.toMatchObject({ code: 'not-javascript' })
  await expect(open('vercel')).rejects.toMatchObject({ code: 'unclear-export' })
})

it.each(['Dockerfile', 'Dockerfile.lambda', 'Containerfile'])(
  'says of a %s that images are not run',
  async (path) => {
    const cwd = writeProject({ [path]: 'FROM scratch\n' })
    const refused = { code: 'no-containers', hint: expect.stringContaining('registry') }
    await expect(detectContract(join(cwd, path))).rejects.toMatchObject(refused)
    await expect(openOwnFunction({ path, contract: 'lambda', cwd })).rejects.toMatchObject(refused)
  },
)

it('refuses them where only Node runs', async () => {
  const cwd = writeProject({ 'app.py': 'def handler(e, c):\n    pass\n' })
  const opened = openSource({ file: join(cwd, 'app.py') }, { contract: 'lambda', onNode: true })
  await expect(opened).rejects.toMatchObject({ code: 'not-javascript' })
})

const HTTP = 'import functions_framework\n\n@functions_framework.http\ndef hello(request):\n    return ""\n'
const CLASS =
  'from http.server import BaseHTTPRequestHandler\nclass handler(BaseHTTPRequestHandler):\n    pass\n'

it.each([
  ['main.py', HTTP, 'google', 'hello', undefined],
  [
    'main.py',
    'import functions_framework as ff\ndef helper():\n    pass\n@ff.cloud_event\n@other\ndef on_event(event):\n    pass\n',
    'google',
    'on_event',
    'cloudevent',
  ],
  [
    'main.py',
    'from functions_framework import aio\n@aio.http\nasync def hello(request):\n    pass\n',
    'google',
    'hello',
    undefined,
  ],
  ['api/hello.py', CLASS, 'vercel', 'handler', undefined],
  ['api/users/[id].py', 'from flask import Flask\napp = Flask(__name__)\n', 'vercel', 'app', undefined],
  ['api/asgi.py', 'async def app(scope, receive, send):\n    pass\n', 'vercel', 'app', undefined],
  ['api/orders.py', 'def handler(event, context):\n    pass\n', 'lambda', 'handler', undefined],
  ['app.py', 'app = 1\ndef handler(event, context):\n    pass\n', 'lambda', 'handler', undefined],
])(
  'sees whose function a Python file is, and which name is called: %s',
  async (path, source, contract, exportName, form) => {
    const cwd = writeProject({ [path]: source })
    expect((await detectContract(join(cwd, path))).contracts).toEqual([contract])
    const workload = await openOwnFunction({ path, contract: contract as Contract, cwd })
    expect(workload).toMatchObject({
      language: 'python',
      exportName,
    })
    expect(join(workload.root, workload.entry)).toBe(join(cwd, path))
    expect(workload.form).toBe(form)
  },
)

it('asks which of several registered Python functions is meant', async () => {
  const cwd = writeProject({
    'main.py': `${HTTP}\n@functions_framework.http\ndef bye(request):\n    return ""\n`,
  })
  const own = { path: 'main.py', contract: 'google', cwd } as const
  await expect(openOwnFunction(own)).rejects.toMatchObject({
    code: 'unclear-export',
    hint: 'Add --export hello, or another of them.',
  })
  expect((await openOwnFunction({ ...own, exportName: 'bye' })).exportName).toBe('bye')
})

it.each([
  ['lambda', 'app.py'],
  ['google', 'main.py'],
  ['vercel', 'vercel.py'],
] as const)('has the sample function in Python for %s', async (contract, entry) => {
  const sample = await openSource({ folder: sampleFolder }, { contract, runtime: 'python3.13' })
  expect(sample).toMatchObject({ language: 'python', entry, contract })
  expect((await sample.files()).map(({ path }) => path)).toEqual([entry])
})

it('leaves out a virtual environment, whatever it is called', async () => {
  const cwd = writeProject({
    'app.py': 'def handler(e, c):\n    pass\n',
    'env/pyvenv.cfg': 'home = /usr/bin\n',
    'env/lib/a.py': '',
    'lib/a.py': '',
  })
  const workload = await openOwnFunction({ path: 'app.py', contract: 'lambda', cwd })
  expect((await workload.files()).map(({ path }) => path)).toEqual(['app.py', 'lib/a.py'])
})
