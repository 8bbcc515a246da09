import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Result } from '../../src/core/result.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { freePort } from '../support/free-port.ts'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { bin } from '../support/start-cli.ts'
import { startScript } from '../support/start-script.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SECRET = 'planted-9c41'
const isReady = hasRedis && spawnSync('openssl', ['version']).status === 0
const title = 'Redis over TLS, with a password'

/** A certificate of its own authority, for 127.0.0.1. */
function makeCertificate() {
  const folder = temporaryFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert],
    ...subject,
  ])
  expect(made.status, String(made.stderr)).toBe(0)
  return { key, cert }
}

/** @returns the address with its password, for a variable */
async function startSecured({ key, cert }: ReturnType<typeof makeCertificate>) {
  const port = await freePort()
  const tls = ['--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key]
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always']
  await startRedis([
    ...durable,
    ...tls,
    '--tls-ca-cert-file',
    cert,
    '--tls-auth-clients',
    'no',
    '--requirepass',
    SECRET,
  ])
  return `rediss://:${SECRET}@127.0.0.1:${port}`
}

async function startTarget(): Promise<string> {
  const server = createServer((_, response) => response.end('{"ok":true}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe.skipIf(!isReady)(isReady ? title : `${title} (to enable: ${redisInstallation} openssl)`, () => {
  const run = (words: readonly string[], url: string) =>
    runInProcess(['bench', ...words, '-q'], { clock: systemClock, env: { REDIS_URL: url } })

  it('carries a run to its workers', async () => {
    const certificate = makeCertificate()
    const [url, origin] = [await startSecured(certificate), await startTarget()]
    const redis = ['--redis', 'env:REDIS_URL', '--ca', certificate.cert]
    const worker = ['worker', ...redis, '--vantage', 'fra1', '--allow', origin]
    await startScript(bin, /(Waiting) for jobs/, { REDIS_URL: url }, worker)
    const plan = ['--idle', '200ms', '--cold', '2', '--warm', '2', '--format', 'json', '--samples']
    const words = ['--workers', 'env:REDIS_URL', '--ca', certificate.cert, '--target', `mine=${origin}/`]
    const { code, stdout, stderr } = await run([...words, ...plan], url)
    expect(code, stderr).toBe(0)
    const { samples } = JSON.parse(stdout) as Result
    expect(samples.map(({ vantage, error }) => error?.message ?? vantage)).toEqual(Array(4).fill('fra1'))
    expect(stdout + stderr).not.toContain(SECRET)
  })

  it('triggers a function', async () => {
    const certificate = makeCertificate()
    const url = await startSecured(certificate)
    const words = ['--trigger', 'queue', '--redis', 'env:REDIS_URL', '--ca', certificate.cert]
    const { code, stdout, stderr } = await run(
      ['--provider', 'lambda', '--cold', '2', '--warm', '2', ...words, '--format', 'json'],
      url,
    )
    expect(code, stderr).toBe(0)
    expect((JSON.parse(stdout) as Result).summaries[0]?.queue?.cold?.doneMs).toBeGreaterThan(0)
    expect(stdout + stderr).not.toContain(SECRET)
  })

  it.each([
    ['a certificate that nobody vouches for', (url: string) => url, [], /self-signed certificate/],
    ['a wrong password', (url: string) => url.replace(SECRET, 'other'), ['--ca'], /WRONGPASS/],
    ['no password', (url: string) => url.replace(`:${SECRET}@`, ''), ['--ca'], /NOAUTH/],
  ])('is refused at once with %s', async (_, change, flag, reason) => {
    const certificate = makeCertificate()
    const url = await startSecured(certificate)
    const words = ['--workers', 'env:REDIS_URL', '--target', 'mine=http://127.0.0.1:1/', '--idle', '1s']
    const ca = flag.flatMap((name) => [name, certificate.cert])
    const { code, stderr } = await run([...words, ...ca], change(url))
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(reason) })
    expect(stderr).toContain('does not answer')
    expect(stderr).not.toContain(SECRET)
  })
})
