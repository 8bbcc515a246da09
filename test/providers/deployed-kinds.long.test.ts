import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cloudflareKinds } from '../own-functions/kinds/cloudflare.ts'
import { googleKinds } from '../own-functions/kinds/google.ts'
import type { Kind } from '../own-functions/kinds/kind.ts'
import { lambdaAnswers } from '../own-functions/kinds/lambda-answers.ts'
import { lambdaHttp } from '../own-functions/kinds/lambda-http.ts'
import { lambdaModules } from '../own-functions/kinds/lambda-modules.ts'
import { lambdaSurroundings } from '../own-functions/kinds/lambda-surroundings.ts'
import { netlifyKinds } from '../own-functions/kinds/netlify.ts'
import { typescriptKinds } from '../own-functions/kinds/typescript.ts'
import { vercelKinds } from '../own-functions/kinds/vercel.ts'
import { holdDeployed, modulesOf } from '../own-functions/support/hold-kind.ts'
import { startClouds } from '../support/deployed-bench.ts'

/** All of them, but those whose platform has to be found, take a quarter of an hour: COLDSTART_ALL_KINDS=1. */
const takesAll = process.env.COLDSTART_ALL_KINDS === '1'
const lambdaKinds = [...lambdaAnswers, ...lambdaHttp, ...lambdaModules, ...lambdaSurroundings]
const kinds = [
  ...vercelKinds,
  ...netlifyKinds,
  ...googleKinds,
  ...lambdaKinds,
  ...typescriptKinds,
  ...cloudflareKinds,
].filter(({ deployed, found, elsewhere }) =>
  takesAll ? found !== true && typeof elsewhere !== 'string' : deployed,
)

/** The engine asks a Lambda function over HTTP where it is given an HTTP request. */
function urlOf({ contract, request, words = [] }: Kind): string[] {
  const isEvent = request?.event !== undefined || words.includes('--event')
  const isHttp = contract === 'lambda' && request !== undefined && !isEvent
  return isHttp ? ['--lambda-mode', 'url'] : []
}

describe('functions as people write them, deployed, answer as they do here', () => {
  for (const kind of kinds) {
    const modules = modulesOf(kind)
    it.skipIf(modules !== undefined && !existsSync(modules))(`${kind.contract}: ${kind.name}`, async () => {
      const cloud = await startClouds([kind.contract])
      await holdDeployed(kind, modules, {
        shell: cloud.env,
        words: ['--deploy', '--yes', '-q', ...urlOf(kind)],
      })
      expect(cloud.refusals()).toEqual([])
      expect(cloud.contents()).toEqual([])
    })
  }
})
