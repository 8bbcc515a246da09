import { expect, it } from 'vitest'
import { deployment as deploymentSchema } from '../../../src/core/deployment.ts'
import type { Ledger } from '../../../src/core/ledger.ts'
import { expectNoSecret } from './describe-secrets.ts'
import type { Suite } from './suite.ts'

/** What a deploy returns. */
export function describeDeployments<Options>({ provider, open, deploy, replicas }: Suite<Options>): void {
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

  it('stops at once when it is interrupted before it begins', async () => {
    const { context, existing } = await open()
    const signal = AbortSignal.abort(new Error('interrupted'))
    await expect(deploy({ ...context, signal })).rejects.toThrow('interrupted')
    expect(existing()).toEqual([])
  })
}

/** What a deploy has in the ledger, and when. */
export function describeLedger<Options>({ open, deploy }: Suite<Options>): void {
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
