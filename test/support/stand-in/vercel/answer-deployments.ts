import { createHash } from 'node:crypto'
import { type Answers, jsonOf, refuse } from '../stand-in.ts'
import { checkFiles, checkSchema } from './checks.ts'
import type { VercelCloud, VercelDeployment } from './cloud.ts'
import { makeDeployment } from './make-deployment.ts'
import { noSuchDeployment, noSuchProject } from './replies.ts'

/** Files, and the deployments that are made of them. */
export const deploymentAnswers: Answers<VercelCloud> = {
  'POST /v2/files': ({ headers, body }, { blobs }) => {
    const digest = headers['x-vercel-digest'] ?? headers['x-now-digest']
    if (!digest) refuse('x-vercel-digest is required')
    if (headers['content-type'] !== 'application/octet-stream')
      refuse('content-type is not application/octet-stream')
    if (Number(headers['content-length']) !== body.length) refuse('content-length is wrong')
    if (digest !== sha1(body)) refuse('x-vercel-digest is not the SHA-1 of the body')
    blobs.set(sha1(body), body)
    return { status: 200, json: { urls: [] } }
  },
  'POST /v13/deployments': (call, cloud) => {
    const { schemas, missingFilesStatus = 400 } = cloud.settings
    const body = jsonOf(call)
    checkSchema(schemas?.createDeployment, body)
    const project = cloud.projectOf(String(body.project ?? body.name))
    if (!project) return noSuchProject()
    const files = checkFiles(body.files)
    const missing = [...new Set(files.map(({ sha }) => sha))].filter((sha) => !cloud.blobs.has(sha))
    if (missing.length > 0)
      return {
        status: missingFilesStatus,
        json: { error: { code: 'missing_files', message: 'Missing files', missing } },
      }
    const prebuilt = call.query.get('prebuilt') === '1'
    const made = makeDeployment({ project, body, files, prebuilt }, cloud)
    cloud.deployments.set(made.id, made)
    return { status: 200, json: describeDeployment(made, cloud) }
  },
  'GET /v13/deployments/:id': ({ params }, cloud) => {
    const one = cloud.deployments.get(params.id ?? '')
    if (!one) return noSuchDeployment()
    // Aliases are assigned after the deployment is ready, as on Vercel.
    if (one.states.length > 1) one.states.shift()
    else one.aliasAssigned = true
    return { status: 200, json: describeDeployment(one, cloud) }
  },
  'DELETE /v13/deployments/:id': async ({ params }, cloud) => {
    const one = cloud.deployments.get(params.id ?? '')
    if (!one) return noSuchDeployment()
    await cloud.drop(one)
    return { status: 200, json: { uid: one.id, state: 'DELETED' } }
  },
  'GET /v7/deployments': ({ query }, { deployments }) => {
    const found = [...deployments.values()].filter(({ projectId }) => projectId === query.get('projectId'))
    const json = { deployments: found.map(({ id, meta }) => ({ uid: id, meta })), pagination: {} }
    return { status: 200, json }
  },
}

function describeDeployment(one: VercelDeployment, { projects }: VercelCloud): object {
  const project = projects.get(one.projectId)
  const alias =
    one.production && project ? [`${project.name}.vercel.app`, `${project.name}-ada.vercel.app`] : []
  return { id: one.id, url: one.url, readyState: one.states[0], aliasAssigned: one.aliasAssigned, alias }
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex')
}
