import { describe, expect, it, onTestFinished } from 'vitest'
import { environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { startConnectProxy } from '../support/connect-proxy.ts'
import { startGoogleCloud } from '../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../support/google-stand-in/google-context.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'

const token = 'planted-token'

/** What each platform's API takes, on loopback. */
const clouds: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
  async vercel() {
    const standIn = await startVercelStandIn({ token })
    onTestFinished(() => standIn.close())
    return { VERCEL_TOKEN: token, COLDSTART_BASE_URLS: listed(standIn.baseUrls) }
  },
  async netlify() {
    const standIn = await startNetlifyStandIn({ token })
    onTestFinished(() => standIn.close())
    return { NETLIFY_AUTH_TOKEN: token, COLDSTART_BASE_URLS: listed(standIn.baseUrls) }
  },
  async google() {
    const cloud = await startGoogleCloud()
    onTestFinished(() => cloud.close())
    return { ...googleEnv(cloud, 'user'), COLDSTART_BASE_URLS: listed(cloud.baseUrls) }
  },
  async lambda() {
    const aws = await startAwsStandIn()
    onTestFinished(() => aws.close())
    return environmentFor(aws)
  },
}

function listed(baseUrls: Readonly<Record<string, string>>): string {
  return Object.entries(baseUrls)
    .map(([name, url]) => `${name}=${url}`)
    .join(',')
}

async function proxied(login?: string) {
  const proxy = await startConnectProxy({ resolvesToLoopback: true, ...(login ? { login } : {}) })
  onTestFinished(() => proxy.close())
  return proxy
}

describe('calls of the platforms behind a proxy', () => {
  it.each(Object.keys(clouds))(
    'go through it, all those of %s, and its password is never said',
    async (id) => {
      const env = await clouds[id]?.()
      const direct = await runInProcess(['doctor', id, '--debug'], { env: { ...env } })
      const proxy = await proxied('ada:open-sesame')
      const address = proxy.url.replace('//', '//ada:open-sesame@')
      const { code, stdout, stderr } = await runInProcess(['doctor', id, '--debug'], {
        env: { ...env, HTTP_PROXY: address },
      })
      expect([code, problemsIn(stdout)]).toEqual([direct.code, problemsIn(direct.stdout)])
      expect(proxy.tunnels.length).toBeGreaterThan(0)
      expect(stdout + stderr).not.toContain('open-sesame')
    },
  )

  it('leave it where NO_PROXY says so, and read the lower case', async () => {
    const env = { ...(await clouds.vercel?.()), http_proxy: 'http://127.0.0.1:1' }
    expect(await runInProcess(['doctor', 'vercel'], { env })).toMatchObject({ code: 1 })
    const exempt = { ...env, NO_PROXY: '127.0.0.1' }
    expect(await runInProcess(['doctor', 'vercel'], { env: exempt })).toMatchObject({ code: 0 })
  })

  it.each(Object.keys(clouds))('name the proxy that refuses those of %s', async (id) => {
    const proxy = await proxied('ada:open-sesame')
    const address = proxy.url.replace('//', '//eve:guess@')
    const env = { ...(await clouds[id]?.()), HTTP_PROXY: address, AWS_MAX_ATTEMPTS: '1' }
    const { stdout, stderr } = await runInProcess(['doctor', id], { env })
    expect(stdout).toContain(
      `through the proxy ${proxy.url} (HTTP_PROXY): it answered 407, which asks for a login`,
    )
    expect(stdout + stderr).not.toContain('guess')
  })

  it('are not made by a proxy of a kind that is not spoken', async () => {
    const env = { ...(await clouds.vercel?.()), HTTP_PROXY: 'socks5://127.0.0.1:1080' }
    const { stdout, stderr } = await runInProcess(['doctor', 'vercel'], { env })
    expect(stdout + stderr).toContain('HTTP_PROXY names a proxy of the kind socks5')
  })
})

function problemsIn(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^ {2}problem/.test(line))
}

it('a measured request that would go through a proxy is refused with the reason, before anything is asked', async () => {
  const proxy = await proxied()
  const env = { HTTP_PROXY: proxy.url.replace('//', '//ada:open-sesame@') }
  const words = ['bench', '--target', 'mine=http://127.0.0.1:1/', '--cold', '1', '--dry-run']
  const { code, stderr } = await runInProcess(words, { env })
  expect(code).toBe(2)
  expect(stderr).toContain(`mine would be measured through the proxy ${proxy.url} (HTTP_PROXY)`)
  expect(stderr).not.toContain('sesame')
  expect(proxy.tunnels).toEqual([])
})
