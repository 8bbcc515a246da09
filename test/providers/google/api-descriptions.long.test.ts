import { describe, expect, it } from 'vitest'
import { extractDescriptions, isOracleInstalled } from '../../support/google-stand-in/extract-descriptions.ts'

const how = 'enable with: npm ci --prefix test/oracles/google'

describe("Google's API descriptions", () => {
  it.skipIf(!isOracleInstalled())(
    `are, in the stand-in, what Google's own packages say (${how})`,
    async () => {
      const path = '../../support/google-stand-in/api-descriptions.golden.json'
      await expect(`${JSON.stringify(extractDescriptions(), null, 1)}\n`).toMatchFileSnapshot(path)
    },
  )
})
