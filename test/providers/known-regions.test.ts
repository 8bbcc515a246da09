import { describe, expect, it } from 'vitest'
import { googleRegions } from '../../src/providers/google/limits.ts'
import { meantRegion } from '../../src/providers/known-regions.ts'
import { checkRegion } from '../../src/providers/lambda/aws-region.ts'
import { lambdaRegions } from '../../src/providers/lambda/limits.ts'
import { vercelRegions } from '../../src/providers/vercel/limits.ts'

describe('a region that a slip of the keyboard meant', () => {
  it.each([
    ['us-eats-1', lambdaRegions, 'us-east-1'],
    ['eu-centrall-1', lambdaRegions, 'eu-central-1'],
    ['ap-suotheast-2', lambdaRegions, 'ap-southeast-2'],
    ['europe-wset1', googleRegions, 'europe-west1'],
    ['eruope-west4', googleRegions, 'europe-west4'],
    ['us-cental1', googleRegions, 'us-central1'],
    ['fra2', vercelRegions, 'fra1'],
    ['fra', vercelRegions, 'fra1'],
    ['rfa1', vercelRegions, 'fra1'],
    ['IAD1', vercelRegions, 'iad1'],
  ])('%s is answered with it', (typed, { names }, meant) => {
    expect(meantRegion(typed, names)).toBe(meant)
  })

  it.each([
    ['us-east-1', lambdaRegions],
    ['ap-southeast-9', lambdaRegions],
    ['nz-north-1', lambdaRegions],
    ['europe-north2', googleRegions],
    ['mad1', vercelRegions],
  ])('%s is known, or may be newer than the list, and is left to the platform', (typed, { names }) => {
    expect(meantRegion(typed, names)).toBeUndefined()
  })

  it('is refused before any call: it would become part of a host name', () => {
    expect(() => checkRegion('us-eats-1')).toThrow('"us-eats-1" is not a region of AWS')
    expect(() => checkRegion('us_east_1')).toThrow('is not a region of AWS')
    expect(checkRegion('us-east-1')).toBe('us-east-1')
  })

  it('knows regions once each, in the form that their platform writes', () => {
    const forms = [
      [lambdaRegions, /^[a-z]{2,4}(-[a-z]+)+-\d$/],
      [googleRegions, /^[a-z]+-[a-z]+\d+$/],
      [vercelRegions, /^[a-z]{3}\d$/],
    ] as const
    for (const [{ names }, form] of forms) {
      expect(new Set(names).size).toBe(names.length)
      expect(names.filter((name) => !form.test(name))).toEqual([])
    }
  })
})
