import { createDeploy, uploadRequired, waitForDeploy } from '../../../src/providers/netlify/digest-deploy.ts'
import { findNetlifyOrphans } from '../../../src/providers/netlify/find-orphans.ts'
import { openNetlifyApi } from '../../../src/providers/netlify/netlify-api.ts'
import { createSite, findTeam } from '../../../src/providers/netlify/site.ts'
import { platform } from '../../support/scripted-replies.ts'
import { type Flow, spec } from './flow.ts'

export const netlifySite: Flow = async (name) => {
  const context = await platform(name)
  let taken = 0
  const ledger = { ...context.ledger, removed: async () => void taken++ }
  const site = await createSite(spec, 'd1', 't', await openNetlifyApi(context), { ...context, ledger })
  return { id: site.id, taken }
}
const digest = {
  siteId: 's',
  title: 'coldstart d1',
  draft: true,
  files: [],
  runtime: 'nodejs22.x',
  schedules: [],
  variables: {},
}
export const netlifyDeploy: Flow = async (name) =>
  createDeploy({ ...digest, functions: [] }, await openNetlifyApi(await platform(name)))
export const netlifyUpload: Flow = async (name) => {
  const one = {
    name: 'hello',
    zip: Uint8Array.of(1),
    sha256: 'abc',
    invocationMode: 'stream',
    buildData: {},
  } as never
  const made = { id: 'd', required: [], requiredFunctions: ['abc'] }
  return uploadRequired(made, { ...digest, functions: [one] }, await openNetlifyApi(await platform(name)))
}
export const netlifyReady: Flow = async (name) => {
  const context = await platform(name)
  return waitForDeploy('s', 'd', await openNetlifyApi(context), context)
}
export const netlifyTeam: Flow = async (name) =>
  findTeam(undefined, await openNetlifyApi(await platform(name)))
export const netlifyOrphans: Flow = async (name) => findNetlifyOrphans(await platform(name))
