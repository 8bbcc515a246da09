import { describe, expect, it } from 'vitest'
import { changeSides } from '../../../src/stats/result/change-sides.ts'

function target(name: string, contract: string) {
  const own = {
    name,
    contract,
    root: '.',
    entry: 'f.mjs',
    export: 'handler',
    sha256: 'a',
    bytes: 1,
    files: 1,
  }
  const facts = { function: own }
  return { id: name, provider: contract, platform: 'cloud', url: 'https://a.example', facts } as const
}

const sides = (targets: readonly [name: string, contract: string][], against?: string) =>
  changeSides(
    targets.map(([name, contract]) => target(name, contract)),
    against,
  ).map(({ before, after }) => [before.name, after.name])

describe('the two sides of a change', () => {
  it('are a file of the working tree and the same as of the revision', () => {
    const one = [
      ['v1', 'lambda'],
      ['working tree', 'lambda'],
    ] satisfies [string, string][]
    expect(sides(one as [string, string][], 'v1')).toEqual([['v1', 'working tree']])
    const two = ['api@v1', 'api', 'jobs@v1', 'jobs'].map((name): [string, string] => [name, 'lambda'])
    expect(sides(two, 'v1')).toEqual([
      ['api@v1', 'api'],
      ['jobs@v1', 'jobs'],
    ])
  })

  it('are so under each of several contracts, which their names end in', () => {
    const under = (name: string) =>
      ['lambda', 'vercel'].map((contract): [string, string] => [`${name}/${contract}`, contract])
    expect(sides([...under('v1'), ...under('working tree')], 'v1')).toEqual([
      ['v1/lambda', 'working tree/lambda'],
      ['v1/vercel', 'working tree/vercel'],
    ])
    const both = ['api@v1', 'api', 'jobs@v1', 'jobs'].flatMap(under)
    expect(sides(both, 'v1')).toEqual([
      ['api@v1/lambda', 'api/lambda'],
      ['api@v1/vercel', 'api/vercel'],
      ['jobs@v1/lambda', 'jobs/lambda'],
      ['jobs@v1/vercel', 'jobs/vercel'],
    ])
  })

  it('are told apart where the revision is called as a contract is', () => {
    const named: [string, string][] = [
      ['fix/lambda', 'lambda'],
      ['working tree', 'lambda'],
    ]
    expect(sides(named, 'fix/lambda')).toEqual([['fix/lambda', 'working tree']])
  })
})
