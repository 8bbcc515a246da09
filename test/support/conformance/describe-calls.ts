import { expect, it } from 'vitest'
import { probeReply } from '../probe-reply.ts'
import { invoke } from '../stand-in/deploy-setup.ts'
import { callAll, itIf, type Suite } from './suite.ts'

/** `interpret`: pure, never throwing, and never taking a failure for a sample of the function. */
export function describeReplies<Options>({ provider, open, spec }: Suite<Options>): void {
  it.each([
    ['a throttled call', { status: 429, body: 'Too Many Requests' }, 'throttled'],
    ['a server error', { status: 500, body: 'oops' }, undefined],
    ['a refusal', { status: 403, body: '{"message":"Forbidden"}' }, undefined],
    ['a redirect', { status: 302, headers: { location: 'https://example.com/login' } }, undefined],
    ['a web page in its place', { status: 200, body: '<!doctype html><title>Hi</title>' }, 'protocol'],
    ['a connection that broke', { error: { kind: 'reset', message: 'ECONNRESET' } as const }, 'reset'],
  ])('reads %s as an error', (_, given, kind) => {
    const { error, instance } = provider.interpret(probeReply(given), 'n-1')
    expect(error).toMatchObject(
      kind ? { kind, message: expect.any(String) } : { message: expect.any(String) },
    )
    expect(instance).toBeUndefined()
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"instance":null}',
    '\u0000\uffff',
    '{"instance":{"id":"","invocation":-1}}',
  ])('takes the body %j for nobody’s report', (body) => {
    expect(provider.interpret(probeReply({ body }), 'n-1').instance).toBeUndefined()
  })

  it('takes a reply that echoes another nonce for another invocation’s', async () => {
    const { context } = await open()
    const { targets } = await provider.deploy(spec(1), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const { reply } = await invoke(provider, target, context)
    expect(provider.interpret(reply, 'another-nonce')).toMatchObject({ error: { kind: 'protocol' } })
  })
}

/** A call carries its nonce, and the next call after an evict is cold. */
export function describeCalls<Options>({ provider, open, deploy }: Suite<Options>): void {
  it('is called by a request that carries the nonce, and reads back the report of that very call', async () => {
    const { context } = await open()
    const { targets } = await deploy(context)
    for (const target of targets) {
      const request = await provider.request(target, 'a-nonce-of-ours', context)
      const sent = [request.url, ...Object.values(request.headers), textOf(request.body)].join('\n')
      expect(sent).toContain('a-nonce-of-ours')
      const { read } = await invoke(provider, target, context)
      expect(read.error).toBeUndefined()
      expect(read.instance).toMatchObject({ invocation: expect.any(Number), id: expect.any(String) })
    }
  })

  itIf(provider.evict !== undefined)(
    'makes the next call of every target the first of a new instance by evict',
    async () => {
      const { context } = await open()
      const made = await deploy(context)
      const before = await callAll(provider, made.targets, context)
      const targets = (await provider.evict?.(made, context)) ?? []
      expect(targets.map(({ id }) => id)).toEqual(made.targets.map(({ id }) => id))
      const after = await callAll(provider, targets, context)
      for (const [index, instance] of after.entries()) {
        expect(instance?.id).not.toBe(before[index]?.id)
        expect(instance?.invocation).toBe(1)
      }
    },
  )
}

function textOf(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}
