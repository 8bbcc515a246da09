import { describe, expect, it, onTestFinished } from 'vitest'
import { proxyFor } from '../../src/core/proxy-route.ts'
import { createProber } from '../../src/probe/create-prober.ts'
import { type ConnectProxyOptions, startConnectProxy } from '../support/connect-proxy.ts'
import { loopbackCertificate, startHttpServer, startHttpsServer } from '../support/loopback-server.ts'

async function through(options: ConnectProxyOptions = {}, login = '') {
  const proxy = await startConnectProxy(options)
  onTestFinished(() => proxy.close())
  const prober = createProber()
  onTestFinished(() => prober.close())
  const routeTo = (url: string) => {
    const via = proxyFor(url, { ALL_PROXY: proxy.url.replace('//', `//${login}`) })
    return { ...(via && { via }), url, method: 'GET', headers: {} } as const
  }
  return { proxy, prober, routeTo }
}

async function plain() {
  const server = await startHttpServer((_, response) => response.end('hello'))
  onTestFinished(() => server.close())
  return server
}

describe('a measured request through a proxy', () => {
  it('goes through a tunnel, for http too, and is flagged', async () => {
    const { proxy, prober, routeTo } = await through()
    const { origin, port } = await plain()
    const reply = await prober.probe(routeTo(`${origin}/x`), { connection: 'fresh' })
    expect(reply).toMatchObject({ status: 200, bytes: 5, flags: expect.arrayContaining(['proxied']) })
    expect(reply.phases.waitMs).toBeGreaterThanOrEqual(0)
    expect(proxy.tunnels).toEqual([`127.0.0.1:${port}`])
  })

  it('speaks TLS with the host inside the tunnel', async () => {
    const server = await startHttpsServer((_, response) => response.end('hello'))
    onTestFinished(() => server.close())
    const { proxy, prober, routeTo } = await through({ resolvesToLoopback: true })
    const url = `https://localhost:${server.port}/`
    const request = { ...routeTo(url), certificateAuthority: loopbackCertificate }
    const reply = await prober.probe(request, { connection: 'fresh' })
    expect(reply).toMatchObject({ status: 200, flags: expect.arrayContaining(['proxied']) })
    expect(reply.phases.tlsMs).toBeGreaterThan(0)
    expect(proxy.tunnels).toEqual([`localhost:${server.port}`])
  })

  it('is flagged on a kept connection as well, which needs no second tunnel', async () => {
    const { proxy, prober, routeTo } = await through()
    const request = routeTo(`${(await plain()).origin}/`)
    await prober.probe(request, { connection: 'kept' })
    const again = await prober.probe(request, { connection: 'kept' })
    expect(again).toMatchObject({ connection: 'kept', flags: expect.arrayContaining(['proxied']) })
    expect(proxy.tunnels).toHaveLength(1)
  })

  it('logs in, and says who refused it where it may not', async () => {
    const { origin } = await plain()
    const known = await through({ login: 'ada:secret' }, 'ada:secret@')
    expect(await known.prober.probe(known.routeTo(origin), { connection: 'fresh' })).toMatchObject({
      status: 200,
    })
    const stranger = await through({ login: 'ada:secret' }, 'eve:guess@')
    const { error, flags } = await stranger.prober.probe(stranger.routeTo(origin), { connection: 'fresh' })
    expect(flags).toContain('proxied')
    expect(error).toMatchObject({
      kind: 'connect',
      message: `The proxy ${stranger.proxy.url} opened no tunnel: it answered 407, which asks for a login (user:password@ in the address of the proxy).`,
    })
  })

  it('fails as a connection where the proxy closes it', async () => {
    const { prober, routeTo } = await through()
    const { error } = await prober.probe(routeTo('http://127.0.0.1:1/'), { connection: 'fresh' })
    expect(error).toMatchObject({
      kind: 'connect',
      message: expect.stringContaining('it closed the connection'),
    })
  })
})

describe('a certificate that nobody here vouches for', () => {
  it('names the way to trust it, or the authorities that were asked in vain', async () => {
    const server = await startHttpsServer((_, response) => response.end('hello'))
    onTestFinished(() => server.close())
    const prober = createProber()
    onTestFinished(() => prober.close())
    const request = { url: server.origin, method: 'GET', headers: {} } as const
    const { error } = await prober.probe(request, { connection: 'fresh' })
    expect(error).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/self-signed.*--ca <file> or NODE_EXTRA_CA_CERTS\.$/),
    })
    const named = { ...request, certificateAuthorityFrom: '--ca company.pem' }
    expect((await prober.probe(named, { connection: 'fresh' })).error?.message).toMatch(
      /none of those of --ca company\.pem\.$/,
    )
  })
})
