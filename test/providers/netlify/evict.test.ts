import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/target.ts'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { invoke, specFor } from '../../support/stand-in/deploy-setup.ts'
import { setUp } from './support/deployed-netlify.ts'

describe('evict from Netlify', () => {
  it.each([true, false])(
    'makes new instances of every replica with one deploy, production %s',
    async (production) => {
      const { standIn, context } = await setUp()
      const deployment = await netlifyProvider.deploy(
        specFor(netlifyProvider, { production }, { replicas: 2 }),
        context,
      )
      const ids = (targets: readonly Target[]) =>
        Promise.all(
          targets.map(async (target) => (await invoke(netlifyProvider, target, context)).read.instance?.id),
        )
      const before = await ids(deployment.targets)
      const after = await ids((await netlifyProvider.evict?.(deployment, context)) ?? [])
      expect(new Set([...before, ...after]).size).toBe(4)
      expect(standIn.deploys.size).toBe(2)
    },
  )
})
