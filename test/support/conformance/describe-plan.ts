import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { expectNoSecret } from './describe-secrets.ts'
import type { Suite } from './suite.ts'

/** A plan changes nothing, and is what is then done. */
export function describePlans<Options>({ provider, open, spec }: Suite<Options>): void {
  it('makes nothing when it only looks: check and preview', async () => {
    const { context, existing, secrets } = await open()
    const readiness = await provider.check(context)
    const plan = await provider.plan(spec(), context)
    const { preview } = plan
    expect(existing()).toEqual([])
    for (const { state, remedy } of readiness.checks) if (state !== 'ok') expect(remedy).toMatch(/\w/)
    expect(preview.creates.length).toBeGreaterThan(0)
    expectNoSecret(secrets, [inspect([readiness, preview], { depth: 9 })])
  })

  it('plans the very targets that its deploy then makes', async () => {
    const { context } = await open()
    const plan = await provider.plan(spec(), context)
    const made = await provider.carryOut(plan, context)
    expect(made.id).toBe(plan.deploymentId)
    const { url: _, facts: __, handle: ___, ...known } = made.targets[0] ?? { url: '' }
    expect(plan.targets.map(({ id }) => id)).toEqual(made.targets.map(({ id }) => id))
    expect(plan.targets[0]).toMatchObject(known)
  })
}
