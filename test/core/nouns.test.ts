import { describe, expect, it } from 'vitest'
import { deployment } from '../../src/core/deployment.ts'
import { runLine } from '../../src/core/run-file.ts'
import { sample } from '../../src/core/sample.ts'
import { target } from '../../src/core/target.ts'
import { groupOf } from '../../src/core/target-groups.ts'

const aSample = {
  id: 's1',
  target: 'lambda',
  round: 0,
  intended: 'cold',
  coldBy: 'idle',
  observed: 'cold',
  evidence: 'platform',
  startedAt: '2026-11-23T00:00:00.000Z',
  connection: 'fresh',
  phases: { waitMs: 12.5 },
}
const aTarget = { id: 'lambda', provider: 'lambda', platform: 'cloud', url: 'https://example.com/' }
const aDeployment = {
  id: 'd',
  provider: 'lambda',
  createdAt: '2026-11-23T00:00:00.000Z',
  resources: [],
  targets: [aTarget],
}

describe('a sample', () => {
  it('is read as it was written', () => {
    expect(sample.parse(JSON.parse(JSON.stringify(aSample)))).toEqual(aSample)
  })

  it.each([
    ['a field of another version', { speed: 1 }],
    ['null for something unknown', { idleMs: null }],
    ['undefined for something unknown', { idleMs: undefined }],
    ['a negative duration', { phases: { waitMs: -1 } }],
    ['a duration that is not a number', { phases: { waitMs: Number.NaN } }],
    ['an infinite duration', { phases: { waitMs: Number.POSITIVE_INFINITY } }],
    ['an instance that served nobody', { instance: { id: 'i', invocation: 0 } }],
    ['an instance without a name', { instance: { id: '', invocation: 1 } }],
    ['a temperature nobody knows', { observed: 'tepid' }],
    ['a local time', { startedAt: '2026-11-23 00:00:00' }],
    ['an error of no known kind', { error: { kind: 'odd', message: 'x' } }],
  ])('is refused with %s', (_, change) => {
    expect(sample.safeParse({ ...aSample, ...change }).success).toBe(false)
  })
})

describe('a target', () => {
  it('is its own group unless it is a replica', () => {
    expect(groupOf(target.parse(aTarget))).toBe('lambda')
    expect(groupOf(target.parse({ ...aTarget, id: 'lambda#2', group: 'lambda', replica: 2 }))).toBe('lambda')
  })

  it.each([
    ['no address', { url: 'example' }],
    ['a platform nobody knows', { platform: 'edge' }],
    ['a detail that is an object', { details: { token: { value: 1 } } }],
    ['a replica below none', { replica: -1 }],
  ])('is refused with %s', (_, change) => {
    expect(target.safeParse({ ...aTarget, ...change }).success).toBe(false)
  })
})

describe('a deployment', () => {
  it('is read as it was written', () => {
    expect(deployment.parse(JSON.parse(JSON.stringify(aDeployment)))).toEqual(aDeployment)
  })

  it('says of every resource whether it is ours to delete', () => {
    const resources = [{ kind: 'lambda-function', name: 'f' }]
    expect(deployment.safeParse({ ...aDeployment, resources }).success).toBe(false)
  })
})

describe('a line of a run file', () => {
  it.each([
    [{ type: 'sample', sample: aSample }],
    [{ type: 'note', at: '2026-11-23T00:00:00.000Z', kind: 'slept', message: 'for 3 h' }],
    [{ type: 'footer', finishedAt: '2026-11-23T00:00:00.000Z', samples: 1 }],
  ])('is read as it was written: $type', (line) => {
    expect(runLine.parse(JSON.parse(JSON.stringify(line)))).toEqual(line)
  })

  it('of another schema version is not misread', () => {
    const header = { type: 'header', schemaVersion: 2 }
    expect(runLine.safeParse(header).success).toBe(false)
    expect(runLine.safeParse({ type: 'heading' }).success).toBe(false)
  })
})
