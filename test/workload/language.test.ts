import { join } from 'node:path'
import { expect, it } from 'vitest'
import { detectContract } from '../../src/workload/detect-contract.ts'
import { openOwnFunction } from '../../src/workload/own-function.ts'
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

it('takes Python and a bootstrap for Lambda functions, and for no other platform’s', async () => {
  const cwd = writeProject({ 'app.py': 'def handler(e, c):\n    pass\n', bootstrap: '#!/bin/sh\n' })
  expect((await detectContract(join(cwd, 'app.py'))).contracts).toEqual(['lambda'])
  expect((await openOwnFunction({ path: 'bootstrap', contract: 'lambda', cwd })).language).toBe('provided')
  const vercel = openOwnFunction({ path: 'app.py', contract: 'vercel', cwd })
  await expect(vercel).rejects.toMatchObject({ code: 'not-javascript' })
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
