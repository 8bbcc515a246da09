import { authenticate } from '../../../src/providers/google/authenticate.ts'
import { createFunction as createGoogleFunction } from '../../../src/providers/google/create-function.ts'
import { callGoogle } from '../../../src/providers/google/google-api.ts'
import { allowInvoker } from '../../../src/providers/google/open-to-callers.ts'
import { uploadSource } from '../../../src/providers/google/upload-source.ts'
import { waitForOperation } from '../../../src/providers/google/wait-for-operation.ts'
import { cases, platform } from '../../support/scripted-replies.ts'
import type { Flow } from './flow.ts'

const googlePlan = {
  name: { project: 'p1', region: 'r', id: 'f' },
  deploymentId: 'd1',
  runtime: 'nodejs22',
  entryPoint: 'hello',
  memoryMb: 256,
  timeoutSeconds: 60,
  variables: {},
  storageSource: {},
} as never
export const googleCreate: Flow = async (name) =>
  createGoogleFunction(googlePlan, authenticate(await platform(name)))
export const googleUpload: Flow = async (name) => {
  const context = authenticate(await platform(name))
  // The recorded address is of a machine that is gone: the upload goes where the case's other reply is.
  const [{ body }] = [cases.find((one) => one.name === name)?.replies?.[0] ?? { body: {} }] as [
    { body: { uploadUrl?: string } },
  ]
  const recorded = new URL(body.uploadUrl ?? '')
  const fetch: typeof context.network.fetch = (input, init) => {
    const url = new URL(String(input))
    const there = new URL(context.baseUrls['cloudfunctions.googleapis.com'] ?? '')
    return context.network.fetch(
      url.host === recorded.host ? `${there.origin}${url.pathname}${url.search}` : input,
      init,
    )
  }
  return uploadSource(
    Uint8Array.of(1),
    { project: 'p1', region: 'r' },
    { ...context, network: { ...context.network, fetch } },
  )
}
export const googleOperation: Flow = async (name) =>
  waitForOperation(
    { api: 'functions', project: 'p1', action: 'deploy f', operation: { name: 'operations/o' } },
    authenticate(await platform(name)),
  )
export const googleAccess: Flow = async (name) =>
  allowInvoker('projects/p1/locations/r/services/f', 'allUsers', authenticate(await platform(name)))
export const googleCall: Flow = async (name) =>
  callGoogle(
    { api: 'functions', project: 'p1', action: 'deploy f', method: 'POST', path: '/v2/x' },
    authenticate(await platform(name)),
  )
