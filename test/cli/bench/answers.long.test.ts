import { describe, expect, it, onTestFinished } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { writeFiles } from '../../support/git-repository.ts'
import { startPlatformServer } from '../../support/platform-server.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const small = ['--cold', '1', '--warm', '1', '--format', 'json', '--samples', '-q']
const http = (status: number) =>
  `export default (req, res) => res.writeHead(${status}, { location: '/' }).end('x')\n`
const result = (status: number) =>
  `export const handler = async () => ({ statusCode: ${status}, body: 'x' })\n`

async function errorOf(words: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder()
  writeFiles(cwd, { 'package.json': '{"type":"module"}', ...files })
  const { stdout, stderr, code } = await runInProcess(['bench', ...words, ...small], { cwd })
  if (stdout === '') throw new Error(stderr)
  const { samples, summaries } = JSON.parse(stdout) as Result
  return { code, error: samples.find(({ error }) => error)?.error, summaries }
}

async function server(status: number): Promise<string> {
  const one = await startPlatformServer(
    () => systemClock,
    (_, response) => response.writeHead(status).end('x'),
  )
  onTestFinished(() => one.close())
  return `mine=${one.url}/fn`
}

describe('an answer of a function', () => {
  it.each([
    [404, [], 'status 404: x'],
    [404, ['--expect-status', '404'], undefined],
    [404, ['--expect-status', '200,404'], undefined],
    [404, ['--expect-status', '4xx'], undefined],
    [503, ['--expect-status', '500-503'], undefined],
    [302, [], undefined],
    [302, ['--expect-status', '2xx'], 'redirect to /'],
    [200, ['--expect-status', '404', '500'], 'status 200, where 404 or 500 was expected'],
  ])('with status %i and %j under Vercel', async (status, words, message) => {
    const { error, code } = await errorOf(['./api/f.js', ...words], { 'api/f.js': http(status) })
    expect(error?.message).toEqual(message && expect.stringContaining(message))
    expect(code).toBe(message ? 1 : 0)
  })

  it.each([
    [400, [], 'it answered statusCode 400: x'],
    [302, [], undefined],
    [404, ['--expect-status', '4xx'], undefined],
    [200, ['--expect-status', '404'], 'statusCode 200, where 404 was expected'],
  ])('with statusCode %i and %j under Lambda', async (status, words, message) => {
    const { error, code } = await errorOf(['./f.js', ...words], { 'f.js': result(status) })
    expect(error?.message).toEqual(message && expect.stringContaining(message))
    expect(code).toBe(message ? 1 : 0)
  })

  it.each([
    [404, [], true],
    [302, [], true],
    [404, ['--expect-status', '4xx'], false],
    [302, ['--expect-status', '3xx'], false],
  ])('with status %i and %j at an address', async (status, words, isError) => {
    const { error, code } = await errorOf(['--target', await server(status), ...words, '--idle', '10ms'])
    expect({ isError: error !== undefined, code }).toEqual({ isError, code: isError ? 1 : 0 })
  })
})
