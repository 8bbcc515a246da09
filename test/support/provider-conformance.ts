import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { deployment as deploymentSchema } from '../../src/core/deployment.ts'
import type { Ledger } from '../../src/core/ledger.ts'
import type { Target } from '../../src/core/target.ts'
import type { ProviderContext } from '../../src/providers/provider.ts'
import type { Connected } from './connected.ts'
import { probeReply } from './probe-reply.ts'
import { type DeployContext, invoke, specFor } from './stand-in/deploy-setup.ts'

/** A platform's stand-in, as far as every provider's suite needs it. */
export interface Platform {
  readonly context: DeployContext
  /** What must not be written anywhere. */
  readonly secrets: readonly string[]
  /** Names of all that exists remotely now, as the ledger names it. */
  existing(): readonly string[]
  /** Adds something that coldstart did not make and must never delete. @returns its name */
  addForeign?(): string
  /** The listener runs after each remote call took effect and before it is answered. */
  onCall?(listener: () => void): void
  /** Calls that the platform's own description does not allow. */
  faults(): readonly string[]
}

export interface Conformance {
  /** A fresh platform; it ends with the test (onTestFinished). */
  open(): Promise<Platform>
  readonly options?: object
  /** Left out where one deployment cannot be forced cold. */
  readonly replicas?: number
}

/** What every provider promises (src/providers/provider.ts), whatever its platform. */
export function describeProvider<Options>(provider: Connected<Options>, conformance: Conformance): void {
  const { open, options, replicas = 2 } = conformance
  const deploy = (context: ProviderContext) =>
    provider.deploy(specFor(provider, options, { replicas }), context)

  describe(`provider ${provider.id}`, () => {
    describeSelf(provider)
    describeReplies(provider, conformance)

    it('deploys what its description says: unique targets of its own, in groups, without secrets', async () => {
      const { context, secrets, faults } = await open()
      const made = await deploy(context)
      expect(deploymentSchema.parse(made)).toEqual(made)
      expect(made).toMatchObject({ provider: provider.id })
      expect(new Set(made.targets.map(({ id }) => id)).size).toBe(made.targets.length)
      for (const target of made.targets)
        expect(target).toMatchObject({ provider: provider.id, deployment: made.id })
      if (replicas > 1)
        expect(new Set(made.targets.map(({ group }) => group)).size).toBeLessThan(made.targets.length)
      expectNoSecret(secrets, [JSON.stringify(made)])
      expect(faults()).toEqual([])
    })

    it('has every remote thing in the ledger before the call that makes it', async () => {
      const platform = await open()
      const known = new Set<string>()
      const unknown = new Set<string>()
      platform.onCall?.(() => {
        for (const name of platform.existing()) if (!known.has(name)) unknown.add(name)
      })
      const ledger = recording(platform.context.ledger, known)
      await deploy({ ...platform.context, ledger })
      expect([...unknown]).toEqual([])
      expect(known.size).toBeGreaterThan(0)
    })

    it('opens its entry before it makes anything and closes it with the targets it returns', async () => {
      const { context } = await open()
      const lines: string[] = []
      const made = await deploy({ ...context, ledger: listing(context.ledger, lines) })
      expect(lines[0]).toBe(`begin ${made.id}`)
      expect(lines.at(-1)).toBe(`ready ${made.id}`)
      expect(await context.ledger.open()).toEqual([expect.objectContaining({ targets: made.targets })])
    })

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

    it('destroys all it made and nothing else, and twice is as good as once', async () => {
      const platform = await open()
      const { context, existing } = platform
      const foreign = platform.addForeign?.()
      const made = await deploy(context)
      await provider.destroy(made, context)
      expect(existing()).toEqual(foreign ? [foreign] : [])
      expect(await context.ledger.open()).toEqual([])
      await provider.destroy(made, context)
      expect(existing()).toEqual(foreign ? [foreign] : [])
      expect(platform.faults()).toEqual([])
    })

    it('leaves alone what the ledger says is not owned', async () => {
      const { context, existing } = await open()
      const made = await deploy(context)
      const before = existing()
      const resources = made.resources.map((resource) => ({ ...resource, owned: false }))
      await provider.destroy({ ...made, resources }, context)
      expect(existing()).toEqual(before)
    })

    it('destroys a deployment whose creates were announced and never made', async () => {
      const { context } = await open()
      const { resources, ...made } = await deploy(context)
      await provider.destroy({ ...made, resources }, context)
      const announced = resources.map(({ id: _, ...resource }) => resource)
      await context.ledger.begin({ ...made, resources: [] })
      await provider.destroy({ ...made, resources: announced, targets: [] }, context)
      expect(await context.ledger.open()).toEqual([])
    })

    itIf(provider.findOrphans !== undefined)('finds what no ledger knows, and only that', async () => {
      const platform = await open()
      platform.addForeign?.()
      const foreign = platform.existing()
      await deploy(platform.context)
      const orphans = (await provider.findOrphans?.(platform.context)) ?? []
      expect(orphans.length).toBeGreaterThan(0)
      for (const orphan of orphans) await provider.destroy(orphan, platform.context)
      expect(platform.existing()).toEqual(foreign)
    })

    it('makes nothing when it only looks: check and preview', async () => {
      const { context, existing, secrets } = await open()
      const readiness = await provider.check(context)
      const plan = await provider.plan(specFor(provider, options, { replicas }), context)
      const { preview } = plan
      expect(existing()).toEqual([])
      for (const { state, remedy } of readiness.checks) if (state !== 'ok') expect(remedy).toMatch(/\w/)
      expect(preview.creates.length).toBeGreaterThan(0)
      expectNoSecret(secrets, [inspect([readiness, preview], { depth: 9 })])
    })

    it('plans the very targets that its deploy then makes', async () => {
      const { context } = await open()
      const plan = await provider.plan(specFor(provider, options, { replicas }), context)
      const made = await provider.carryOut(plan, context)
      expect(made.id).toBe(plan.deploymentId)
      const { url: _, facts: __, handle: ___, ...known } = made.targets[0] ?? { url: '' }
      expect(plan.targets.map(({ id }) => id)).toEqual(made.targets.map(({ id }) => id))
      expect(plan.targets[0]).toMatchObject(known)
    })

    it('stops at once when it is interrupted before it begins', async () => {
      const { context, existing } = await open()
      const signal = AbortSignal.abort(new Error('interrupted'))
      await expect(deploy({ ...context, signal })).rejects.toThrow('interrupted')
      expect(existing()).toEqual([])
    })

    it('writes no secret into ledger or log', async () => {
      const { context, secrets } = await open()
      const made = await deploy(context)
      const targets = await provider.evict?.(made, context)
      await callAll(provider, targets ?? made.targets, context)
      await provider.destroy(made, context)
      const ledger = await readFile(context.ledger.path, 'utf8')
      expectNoSecret(secrets, [ledger, ...context.logged])
    })
  })
}

/** A promise that a provider need not make is no test of his, not a skipped one. */
function itIf(applies: boolean): typeof it | (() => void) {
  return applies ? it : () => {}
}

/** What can be said of a provider without a platform. */
function describeSelf<Options>(provider: Connected<Options>): void {
  it('has an id, a title, and limits whose prices name their day and source', () => {
    expect(provider.id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(provider.title).not.toBe('')
    expect(provider.limits.parallelColds).toBeGreaterThan(0)
    const { prices } = provider.limits
    if (!prices) return
    expect(prices.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(prices.source).toMatch(/^https:/)
  })

  it('refuses options it does not know', () => {
    expect(provider.options.safeParse({ surelyNotAnOption: 1 }).success).toBe(false)
  })
}

/** `interpret`: pure, never throwing, and never taking a failure for a sample of the function. */
function describeReplies<Options>(provider: Connected<Options>, { open, options }: Conformance): void {
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
    const { targets } = await provider.deploy(specFor(provider, options), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const { reply } = await invoke(provider, target, context)
    expect(provider.interpret(reply, 'another-nonce')).toMatchObject({ error: { kind: 'protocol' } })
  })
}

async function callAll<Options>(
  provider: Connected<Options>,
  targets: readonly Target[],
  context: ProviderContext,
) {
  const instances = []
  for (const target of targets) instances.push((await invoke(provider, target, context)).read.instance)
  return instances
}

function expectNoSecret(secrets: readonly string[], texts: readonly string[]): void {
  for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret)
}

/** Notes each name once the ledger has it on disk. */
function recording(ledger: Ledger, known: Set<string>): Ledger {
  return {
    ...ledger,
    async creating(id, resource) {
      await ledger.creating(id, resource)
      known.add(resource.name)
    },
  }
}

function listing(ledger: Ledger, lines: string[]): Ledger {
  return {
    ...ledger,
    async begin(deployment) {
      lines.push(`begin ${deployment.id}`)
      await ledger.begin(deployment)
    },
    async creating(id, resource) {
      lines.push(`creating ${resource.name}`)
      await ledger.creating(id, resource)
    },
    async ready(deployment) {
      lines.push(`ready ${deployment.id}`)
      await ledger.ready(deployment)
    },
  }
}

function textOf(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}
