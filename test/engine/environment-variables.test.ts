import { expect, it } from 'vitest'
import { functionDefaults } from '../../src/engine/engine-options.ts'
import { makeVariables } from '../../src/engine/environment-variables.ts'

const facts = {
  options: { ...functionDefaults, contract: 'vercel', name: 'f', variables: {} } as never,
  handler: 'index.handler',
  taskRoot: '/task',
  temporaryFolder: '/tmp/own',
  runtimeApi: '127.0.0.1:1',
  logStream: 'log',
  nodeVersion: '20.19.0',
}

it('on Windows names the folder that Windows is in, wherever that is', () => {
  const variables = makeVariables({ ...facts, platform: 'win32', systemRoot: 'D:\\WINNT' })
  expect(variables).toMatchObject({ SystemRoot: 'D:\\WINNT', PATH: 'D:\\WINNT\\System32', TEMP: '/tmp/own' })
})

it('on Windows without SystemRoot makes none up', () => {
  const variables = makeVariables({ ...facts, platform: 'win32' })
  expect(Object.keys(variables)).not.toContain('SystemRoot')
  expect(Object.keys(variables)).not.toContain('PATH')
})

it('elsewhere gives the system’s programs and no SystemRoot', () => {
  const variables = makeVariables({ ...facts, platform: 'darwin', systemRoot: 'C:\\WINDOWS' })
  expect(variables.PATH).toContain('/usr/bin')
  expect(variables).not.toHaveProperty('SystemRoot')
})
