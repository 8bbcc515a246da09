import { expect, it, onTestFinished, vi } from 'vitest'
import { openNetwork } from '../../src/providers/open-network.ts'
import { startHttpServer } from '../support/loopback-server.ts'

it.each(['win32', 'linux'] as const)('on %s calls what needs no proxy', async (platform) => {
  const server = await startHttpServer((_, response) => response.end('there'))
  const network = await openNetwork({ env: {}, cwd: '/', platform })
  onTestFinished(async () => {
    await network.close()
    await server.close()
  })
  expect(await (await network.fetch(server.origin)).text()).toBe('there')
})

it('on Windows leaves the keep-alive of sockets alone before they are connected', async () => {
  const { Socket } = await import('node:net')
  const told = vi.spyOn(Socket.prototype, 'setKeepAlive')
  const server = await startHttpServer((_, response) => response.end('there'))
  const network = await openNetwork({ env: {}, cwd: '/', platform: 'win32' })
  onTestFinished(async () => {
    told.mockRestore()
    await network.close()
    await server.close()
  })
  await (await network.fetch(server.origin)).text()
  expect(told).not.toHaveBeenCalled()
})
