import { describe, expect, it, vi } from 'vitest'

/** A new isolate, in which the proof has named nothing yet. */
async function isolate() {
  vi.resetModules()
  const { prove } = await import('../../../src/engine/runtime/proof-worker.ts')
  return prove as (main: unknown) => { fetch(request: Request, env?: object, ctx?: object): Promise<unknown> }
}

const asked = (nonce: string) => new Request('https://a.test/', { headers: { 'x-coldstart-nonce': nonce } })
const proofOf = (response: unknown) =>
  JSON.parse((response as Response).headers.get('x-coldstart-proof') ?? '{}')

describe('the module around a deployed Worker', () => {
  it('names the isolate, counts its requests and repeats the nonce', async () => {
    const proven = (await isolate())({ fetch: () => new Response('x') })
    const [first, second] = [await proven.fetch(asked('a')), await proven.fetch(asked('b'))].map(proofOf)
    expect(first).toMatchObject({ nonce: 'a', instance: { invocation: 1 } })
    expect(second).toMatchObject({ nonce: 'b', instance: { invocation: 2, id: first.instance.id } })
    const other = (await isolate())({ fetch: () => new Response('x') })
    expect(proofOf(await other.fetch(asked('c'))).instance).not.toMatchObject({ id: first.instance.id })
  })

  it('gives env and ctx on, and leaves other handlers and what a Worker keeps on itself', async () => {
    const main = {
      word: 'kept',
      scheduled: () => 'due',
      fetch(_: Request, env: { A: string }) {
        return new Response(this.word + env.A)
      },
    }
    const proven = (await isolate())(main)
    expect(await ((await proven.fetch(asked('a'), { A: '1' }, {})) as Response).text()).toBe('kept1')
    expect(proven).toMatchObject({ word: 'kept', scheduled: main.scheduled })
  })

  it('proves a class too, whose env is its own', async () => {
    class Entry {
      env = { A: '2' }
      fetch() {
        return new Response(this.env.A)
      }
    }
    const Proven = (await isolate())(Entry) as unknown as typeof Entry
    const response = await (new Proven() as unknown as { fetch(request: Request): Promise<Response> }).fetch(
      asked('a'),
    )
    expect([await response.text(), proofOf(response).instance.invocation]).toEqual(['2', 1])
  })

  it('adds its header to a copy of a reply that cannot be changed', async () => {
    const redirect = await (await isolate())({
      fetch: () => Response.redirect('https://b.test/', 302),
    }).fetch(asked('a'))
    expect(proofOf(redirect)).toMatchObject({ nonce: 'a' })
    expect((redirect as Response).headers.get('location')).toBe('https://b.test/')
  })

  it('leaves what is no reply, what has no fetch, and an exception as they are', async () => {
    const prove = await isolate()
    const none = { get: () => 1 }
    expect(prove(none)).toBe(none)
    expect(prove(undefined)).toBeUndefined()
    expect(await prove({ fetch: () => 'a text' }).fetch(asked('a'))).toBe('a text')
    const failing = () => {
      throw new RangeError('its own')
    }
    await expect(prove({ fetch: failing }).fetch(asked('a'))).rejects.toThrow('its own')
  })
})
