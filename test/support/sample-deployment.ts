import type { Deployment, Resource } from '../../src/core/deployment.ts'

/** A deployment with nothing made yet. */
export function sampleDeployment(overrides: Partial<Deployment> = {}): Deployment {
  return {
    id: 'coldstart-r1',
    provider: 'lambda',
    createdAt: '2026-11-23T00:00:00.000Z',
    resources: [],
    targets: [],
    ...overrides,
  }
}

export function sampleResource(name: string, overrides: Partial<Resource> = {}): Resource {
  return { kind: 'lambda-function', name, owned: true, ...overrides }
}
