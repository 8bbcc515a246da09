import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { fakeIo } from '../../support/fake-io.ts'
import { startPlatformServer } from '../../support/platform-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const code = 'planted-code-4711'
const password = 'planted-password-4711'
const runWords = ['--cold', '1', '--warm', '1', '--idle', '10ms']

/** A function that quotes whatever it is sent, and remembers it. */
async function quotingServer(status = 200) {
  const seen: { url?: string; authorization?: string }[] = []
  const server = await startPlatformServer(
    () => systemClock,
    ({ url = '', headers }, response) => {
      const { authorization } = headers
      seen.push({ url, ...(authorization ? { authorization } : {}) })
      const words = `${url} ${authorization} ${Buffer.from((authorization ?? '').slice(6), 'base64')}`
      response
        .writeHead(status, {
          location: `http://elsewhere${url}`,
          'x-vercel-error': words,
          'x-vercel-id': words,
        })
        .end(words)
    },
  )
  onTestFinished(() => server.close())
  const address = server.url.replace('http://', `http://ada:${password}@`)
  return { seen, address: `mine=${address}/fn?code=${code}&short=k1`, plain: server.url }
}

async function cli(cwd: string, argv: string[], env: Record<string, string> = {}) {
  const io = fakeIo({ cwd, env, debug: true })
  const exitCode = await main(argv, io)
  return { exitCode, said: io.written.stdout + io.written.stderr }
}

function readAll(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? readAll(path) : readFileSync(path, 'utf8')))
    .join('\n')
}

function expectNone(text: string): void {
  for (const secret of [code, password, 'short=k1', Buffer.from(`ada:${password}`).toString('base64')])
    expect(text).not.toContain(secret)
}

/** Takes the footer away, as a kill does. */
async function makeUnfinished(cwd: string): Promise<void> {
  const { writeFileSync } = await import('node:fs')
  const name = readdirSync(join(cwd, 'results')).find((file) => file.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${lines.slice(0, -2).join('\n')}\n`)
}

describe('the query values and the password of a target', () => {
  it.each([200, 302, 404, 500])('are sent, and neither said nor written (status %i)', async (status) => {
    const { seen, address } = await quotingServer(status)
    const cwd = temporaryFolder()
    const said = [
      (
        await cli(cwd, [
          'bench',
          '--target',
          address,
          ...runWords,
          '--verbose',
          '-o',
          'r.json',
          '-o',
          'r.txt',
        ])
      ).said,
      (await cli(cwd, ['bench', '--target', address, ...runWords, '--format', 'json'])).said,
      (await cli(cwd, ['bench', '--target', address, '--dry-run'])).said,
      (await cli(cwd, ['config'], { COLDSTART_TARGET: address })).said,
      (await cli(cwd, ['config', '--format', 'json'], { COLDSTART_TARGET: address })).said,
      (await cli(cwd, ['baseline', 'save', 'main'])).said,
      (await cli(cwd, ['report', 'latest'])).said,
      (await cli(cwd, ['runs'])).said,
    ]
    expect(seen.length).toBeGreaterThan(3)
    for (const { url, authorization } of seen) {
      expect(url).toBe(`/fn?code=${code}&short=k1`)
      expect(authorization).toBe(`Basic ${Buffer.from(`ada:${password}`).toString('base64')}`)
    }
    const written = readAll(cwd)
    expect(written).toMatch(/code=sealed-[0-9a-f]{24}/)
    expectNone(said.join('\n') + written)
  })

  it.each([
    ['bench', '--target', `a b=https://ada:${password}@h/?code=${code}`],
    ['bench', '--target', `ftp://ada:${password}@h/?code=${code}`],
    ['bench', '--targt', `https://ada:${password}@h/?code=${code}`],
    ['bench', `--targt=https://ada:${password}@h/?code=${code}`],
    ['bench', `https://ada:${password}@h/?code=${code}`],
    ['bench', '--target', `mine=https://ada:${password}@[h/?code=${code}`],
    [
      'bench',
      '--target',
      `m=https://ada:${password}@h/?code=${code}`,
      '--target',
      `m=https://h/?code=${code}`,
    ],
  ])('are in no error (%s %s)', async (...argv) => {
    const { exitCode, said } = await cli(temporaryFolder(), argv)
    expect(exitCode).toBe(2)
    expectNone(said)
  })

  it('are asked for again by resume, which refuses others', async () => {
    const { seen, address, plain } = await quotingServer()
    const cwd = temporaryFolder()
    await cli(cwd, ['bench', '--target', address, ...runWords])
    await makeUnfinished(cwd)
    const missing = await cli(cwd, ['resume'])
    expect(missing).toMatchObject({ exitCode: 2, said: expect.stringContaining('code') })
    const other = await cli(cwd, ['resume', '--target', address.replace(code, 'planted-other-code')])
    expect(other).toMatchObject({ exitCode: 2, said: expect.stringContaining('a hash differs') })
    const stranger = await cli(cwd, ['resume', '--target', `other=${plain}/?a=1`])
    expect(stranger).toMatchObject({ exitCode: 2, said: expect.stringContaining('not a target') })
    const before = seen.length
    const again = await cli(cwd, ['resume', '--target', address])
    expect(again.exitCode).toBe(0)
    expect(seen.slice(before).map(({ url }) => url)).toEqual([`/fn?code=${code}&short=k1`])
    expectNone(missing.said + other.said + again.said + readAll(cwd))
  })

  it('are read from a variable again by resume, which refuses when it has changed', async () => {
    const { seen, plain } = await quotingServer()
    const cwd = temporaryFolder()
    const target = `mine=${plain}/fn?code=env:FN_CODE`
    await cli(cwd, ['bench', '--target', target, ...runWords], { FN_CODE: code })
    await makeUnfinished(cwd)
    expect(await cli(cwd, ['resume'])).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('FN_CODE'),
    })
    expect((await cli(cwd, ['resume'], { FN_CODE: 'planted-other' })).said).toContain('a hash differs')
    const again = await cli(cwd, ['resume'], { FN_CODE: code })
    expect(again.exitCode).toBe(0)
    expect(seen.at(-1)?.url).toBe(`/fn?code=${code}`)
    expectNone(again.said + readAll(cwd))
  })

  it('cannot be told any more once the salt is gone', async () => {
    const { address } = await quotingServer()
    const cwd = temporaryFolder()
    await cli(cwd, ['bench', '--target', address, ...runWords])
    await makeUnfinished(cwd)
    rmSync(join(cwd, '.coldstart', 'salt'))
    expect((await cli(cwd, ['resume', '--target', address])).said).toContain('.coldstart/salt')
  })

  it('are kept with --keep-query, all but the password', async () => {
    const { address } = await quotingServer()
    const cwd = temporaryFolder()
    await cli(cwd, ['bench', '--target', address, ...runWords, '--keep-query'])
    const written = readAll(join(cwd, 'results'))
    expect(written).toContain(`code=${code}`)
    expect(written).not.toContain(password)
  })

  it('are refused where a hash was copied from a result', async () => {
    const url = `mine=http://127.0.0.1:9/?code=sealed-${'0'.repeat(24)}`
    const { exitCode, said } = await cli(temporaryFolder(), ['bench', '--target', url, ...runWords])
    expect(exitCode).toBe(2)
    expect(said).toContain('with the values themselves')
  })
})
