import { expect, onTestFinished } from 'vitest'
import type { ColdstartError } from '../../../../src/core/errors.ts'
import { startGoogleCloud } from '../../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext } from '../../../support/google-stand-in/google-context.ts'
import { googleError } from '../../../support/google-stand-in/misbehaviour.ts'

/** A Google Cloud of a test's own. It fails the test that sent what Google's descriptions do not allow. */
export async function freshCloud() {
  const cloud = await startGoogleCloud()
  onTestFinished(async () => {
    await cloud.close()
    expect(cloud.refusals).toEqual([])
  })
  return { cloud, context: createGoogleContext(cloud) }
}

/** A stand-in of Google's cloud for one test, and what our provider reaches it with. */
export type FreshCloud = Awaited<ReturnType<typeof freshCloud>>

/** The reply of a server that is overloaded. */
export const unavailable = { status: 503, json: googleError(503, 'UNAVAILABLE', 'try again') }

/** How a call failed. @throws Error where it did not */
export async function failure(promise: Promise<unknown>): Promise<ColdstartError> {
  return promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )
}
