import { describe, expect, it } from 'vitest'
import { failuresOf } from '../support/sample-failures.ts'
import { runCase } from './support/run-case.ts'

const post = (body: string) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body,
})

/** The value that the function gave, with what went wrong where it gave none. */
async function answerOf(...args: Parameters<typeof runCase>) {
  const { value, samples } = await runCase(...args)
  const errors = failuresOf(samples)
  return errors.length > 0 ? { value, errors } : value
}

describe('own functions on Netlify', () => {
  it.each([
    ['netlify-v1-json-body', { request: post('{"email":"a@b"}') }, 'a@b'],
    ['netlify-v1-module-exports', {}, 'obj GET'],
    ['netlify-both-forms', {}, 'v1'],
    ['netlify-file-beside-folder', {}, 'from helper'],
  ])('%s', async (name, run, expected) => {
    expect(await answerOf(name, run)).toEqual(expected)
  })

  it('netlify-v2-path-and-context: config.path gives its parameters', async () => {
    const value = await answerOf('netlify-v2-path-and-context', { request: { path: '/hello/Ada' } })
    expect(value).toMatchObject({ params: { name: 'Ada' }, reqId: true })
    expect(value).toMatchObject({
      geo: expect.any(Object),
      site: expect.any(Object),
      deploy: expect.any(Object),
    })
  })

  it('netlify-background: 202 at once, whatever the job takes, and the job’s instance is a cold one', async () => {
    const { first, samples } = await runCase('netlify-background', { words: ['--cold', '1', '--warm', '0'] })
    expect(first?.status).toBe(202)
    expect(samples.map(({ observed }) => observed)).toEqual(samples.map(() => 'cold'))
  })
})

describe('own functions on Vercel', () => {
  it.each([
    ['vercel-read-from-cwd', {}, { d: [1, 2, 3] }],
    ['vercel-workspace', {}, 'own ok,hoisted ok,shared ok hoisted ok'],
    ['vercel-package-imports', {}, 'via #lib'],
    ['vercel-broken-link-beside', {}, 'ok'],
  ])('%s', async (name, run, expected) => {
    expect(await answerOf(name, run)).toEqual(expected)
  })

  it('vercel-edge', async () => {
    const request = { path: '/api/a?name=Ada' }
    expect(await answerOf('vercel-edge', { request })).toEqual('edge says hi to Ada')
  })

  it('vercel-typescript', async () => {
    const request = { path: '/api/a?name=Ada' }
    expect(await answerOf('vercel-typescript', { request })).toEqual({ q: { name: 'Ada' } })
  })
})

describe.each(['vercel', 'netlify'])('a stream of five chunks on %s', (contract) => {
  it('stream-vercel-and-netlify: the first byte comes at once, the last with the last chunk', async () => {
    const { samples } = await runCase('stream-vercel-and-netlify', {
      contract,
      words: ['--cold', '1', '--warm', '1'],
    })
    // The function pauses for 300 ms after each of its five chunks; a busy machine only makes them longer.
    for (const { phases } of samples) {
      expect(phases.downloadMs).toBeGreaterThan(0)
      expect((phases.waitMs ?? 0) + (phases.downloadMs ?? 0)).toBeGreaterThanOrEqual(1490)
    }
  })
})
