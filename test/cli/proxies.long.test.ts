import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startConnectProxy } from '../support/connect-proxy.ts'
import { loopbackCertificate, startHttpServer, startHttpsServer } from '../support/loopback-server.ts'
import { recordedSamples } from '../support/recorded-samples.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'planted-token'

function listed(baseUrls: Readonly<Record<string, string>>): string {
  return Object.entries(baseUrls)
    .map(([name, url]) => `${name}=${url}`)
    .join(',')
}

async function proxied() {
  const proxy = await startConnectProxy({ resolvesToLoopback: true })
  onTestFinished(() => proxy.close())
  return proxy
}

describe('a measured request that would have to go through a proxy', () => {
  async function target() {
    const server = await startHttpServer((_, response) =>
      response.setHeader('content-type', 'application/json').end('{}'),
    )
    onTestFinished(() => server.close())
    return server
  }
  const words = (url: string, ...more: string[]) => [
    ...['bench', '--target', `mine=${url}`, '--cold', '1', '--warm', '2', '--idle', '1ms'],
    ...more,
  ]

  it('is refused with the reason before anything is asked, in a dry run too', async () => {
    const { origin } = await target()
    const proxy = await proxied()
    const env = { HTTP_PROXY: proxy.url.replace('//', '//ada:open-sesame@') }
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await runInProcess(words(origin, ...more), { env })
      expect(code).toBe(2)
      expect(stderr).toContain(`mine would be measured through the proxy ${proxy.url} (HTTP_PROXY)`)
      expect(stderr).toContain('NO_PROXY=127.0.0.1')
      expect(stderr).not.toContain('sesame')
    }
    expect(proxy.tunnels).toEqual([])
  })

  it('is measured through it with --through-proxy, every sample flagged and the report saying so', async () => {
    const { origin, port } = await target()
    const proxy = await proxied()
    const env = { HTTP_PROXY: proxy.url }
    const { code, stdout, cwd } = await runInProcess(
      words(origin, '--through-proxy', '--format', 'json', '-o', 'report.txt'),
      { env },
    )
    const { warnings } = JSON.parse(stdout) as { warnings: { code: string }[] }
    const samples = recordedSamples(cwd)
    expect(code).toBe(0)
    expect(samples).toHaveLength(3)
    for (const { flags } of samples) expect(flags).toContain('proxied')
    expect(warnings.map((warning) => warning.code)).toContain('proxied')
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${port}`]))
    const report = await runInProcess(['report', 'latest'], { cwd })
    expect(report.stdout).toContain('3 invocations went through a proxy')
  })

  it('is measured directly where NO_PROXY names its host', async () => {
    const { origin } = await target()
    const env = { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' }
    const { code, stdout } = await runInProcess(words(origin, '--format', 'json'), { env })
    expect(code).toBe(0)
    expect(stdout).not.toContain('"proxied"')
  })

  it('is refused for a cloud before anything is made', async () => {
    const standIn = await startVercelStandIn({ token })
    onTestFinished(() => standIn.close())
    const proxy = await proxied()
    const env = {
      VERCEL_TOKEN: token,
      HTTP_PROXY: proxy.url,
      COLDSTART_BASE_URLS: listed(standIn.baseUrls),
    }
    const line = 'bench --provider vercel --deploy --yes --cold 1 --warm 0'.split(' ')
    const { code, stderr } = await runInProcess(line, { env })
    expect(code).toBe(2)
    expect(stderr).toContain(`Vercel would be measured through the proxy ${proxy.url}`)
    expect(standIn.projects.size).toBe(0)
  })

  it('is nothing to the local engine, where --through-proxy and --ca have no effect', async () => {
    const env = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' }
    expect(await runInProcess(['bench', '--dry-run'], { env })).toMatchObject({ code: 0 })
    for (const flag of [['--through-proxy'], ['--ca', 'ca.pem']]) {
      const { code, stderr } = await runInProcess(['bench', '--dry-run', ...flag], { env })
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${flag[0]} has no effect`)])
    }
  })
})

describe('certificate authorities of one’s own', () => {
  async function secure() {
    const server = await startHttpsServer((_, response) =>
      response.setHeader('content-type', 'application/json').end('{}'),
    )
    onTestFinished(() => server.close())
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'company.pem'), loopbackCertificate)
    writeFileSync(join(cwd, 'none.pem'), 'nothing\n')
    const words = `bench --target mine=${server.origin} --cold 1 --warm 1 --idle 1ms --format json`.split(' ')
    return { cwd, words, server }
  }

  it.each([
    ['--ca', ['--ca', 'company.pem'], {}],
    ['COLDSTART_CA', [], { COLDSTART_CA: 'company.pem' }],
    ['NODE_EXTRA_CA_CERTS', [], { NODE_EXTRA_CA_CERTS: 'company.pem' }],
  ])('are trusted by the probe where %s names them', async (_, flags, env) => {
    const { cwd, words } = await secure()
    const { code, stdout } = await runInProcess([...words, ...flags], { cwd, env })
    expect(code).toBe(0)
    expect(stdout).not.toContain('"error"')
  })

  it('are asked for by name where a certificate is not trusted', async () => {
    const { cwd, words } = await secure()
    const { stdout } = await runInProcess(words, { cwd })
    expect(stdout).toMatch(/self-signed.*--ca <file> or NODE_EXTRA_CA_CERTS/)
  })

  it('are trusted by calls to the platforms too, and named where that is not enough', async () => {
    const { cwd, server } = await secure()
    const env = { VERCEL_TOKEN: token, COLDSTART_BASE_URLS: `vercel=${server.origin}` }
    const without = await runInProcess(['doctor', 'vercel'], { cwd, env })
    expect(without.stdout).toMatch(/self-signed.*--ca <file> or NODE_EXTRA_CA_CERTS/)
    const trusted = await runInProcess(['doctor', 'vercel', '--ca', 'company.pem'], { cwd, env })
    expect(trusted.stdout).not.toContain('self-signed')
  })

  it('go with an encrypted request through a proxy, and are asked for by name where they are missing', async () => {
    const { cwd, words, server } = await secure()
    const proxy = await proxied()
    const env = { HTTPS_PROXY: proxy.url }
    const through = [...words, '--through-proxy', '--samples']
    const { code, stdout } = await runInProcess([...through, '--ca', 'company.pem'], { cwd, env })
    const { samples } = JSON.parse(stdout) as {
      samples: { flags?: string[]; phases: object; error?: object }[]
    }
    expect(code).toBe(0)
    for (const one of samples) {
      expect(one.flags).toContain('proxied')
      expect(one.error).toBeUndefined()
      expect(one.phases).toHaveProperty('tlsMs')
    }
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${server.port}`]))
    const without = await runInProcess(through, { cwd, env })
    expect(without.stdout + without.stderr).toMatch(/self-signed.*--ca <file> or NODE_EXTRA_CA_CERTS/)
  })

  it.each([
    ['there is no such file', 'missing.pem', /--ca names .*missing\.pem, which cannot be read/],
    ['it holds no certificate', 'none.pem', /none\.pem holds no certificate/],
  ])('are refused where %s', async (_, file, said) => {
    const { cwd, words } = await secure()
    const { code, stderr } = await runInProcess([...words, '--ca', file], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)])
  })
})
