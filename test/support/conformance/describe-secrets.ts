import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { callAll, type Suite } from './suite.ts'

/** Nothing that is written has a secret in it. */
export function describeSecrets<Options>({ provider, open, deploy }: Suite<Options>): void {
  it('writes no secret into ledger or log', async () => {
    const { context, secrets } = await open()
    const made = await deploy(context)
    const targets = await provider.evict?.(made, context)
    await callAll(provider, targets ?? made.targets, context)
    await provider.destroy(made, context)
    const ledger = await readFile(context.ledger.path, 'utf8')
    expectNoSecret(secrets, [ledger, ...context.logged])
  })
}

/** None of the secrets is in any of the texts. */
export function expectNoSecret(secrets: readonly string[], texts: readonly string[]): void {
  for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret)
}
