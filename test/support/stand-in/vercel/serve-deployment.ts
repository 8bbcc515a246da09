import { randomBytes } from 'node:crypto'
import type { UploadedFunction } from '../function-runner.ts'
import { type Answer, type Call, refuse } from '../stand-in.ts'
import type { VercelCloud, VercelDeployment } from './cloud.ts'
import { loginWall } from './replies.ts'
import { routedPath, withParameters } from './route-request.ts'

/** Answers a request to a deployment as Vercel's edge does: the login wall, then its files, then its functions. */
export async function serveDeployment(host: string, call: Call, cloud: VercelCloud): Promise<Answer> {
  const one = cloud.deploymentAt(host)
  const project = one && cloud.projects.get(one.projectId)
  if (!one || !project)
    return {
      status: 404,
      body: 'DEPLOYMENT_NOT_FOUND',
      headers: { 'x-vercel-error': 'DEPLOYMENT_NOT_FOUND' },
    }
  const bypass = call.headers['x-vercel-protection-bypass']
  if (project.protectedByLogin && (!project.secret || bypass !== project.secret)) return loginWall()
  if (one.prebuilt && cloud.settings.ignoresPrebuilt) return { status: 404, body: 'NOT_FOUND' }
  const file = one.files.get(`${one.prebuilt ? '.vercel/output/static' : 'public'}${call.path}`)
  if (file) return { status: 200, body: file, headers: { 'x-vercel-cache': 'MISS' } }
  const uploaded = functionAt(one, routedPath(one, call))
  return uploaded ? invoke(one, uploaded, call) : { status: 404, body: 'NOT_FOUND' }
}

async function invoke(one: VercelDeployment, uploaded: UploadedFunction, call: Call): Promise<Answer> {
  const running = await one.running.of(uploaded)
  const answer = await running.invoke(withParameters(one, call))
  return {
    ...answer,
    headers: {
      ...answer.headers,
      server: 'Vercel',
      'x-vercel-id': `fra1::iad1::${randomBytes(4).toString('hex')}`,
      'x-vercel-cache': 'MISS',
    },
  }
}

/** Exactly the files that the platform has for one function. */
function functionAt(one: VercelDeployment, path: string): UploadedFunction | undefined {
  const folder = one.prebuilt ? `.vercel/output/functions${path}.func/` : ''
  const entry = ['mjs', 'py']
    .map((ending) => `${path.slice(1)}.${ending}`)
    .find((name) => one.files.has(folder + name))
  if (entry === undefined) return undefined
  const own = [...one.files].filter(([name]) => name.startsWith(folder) && !name.endsWith('.vc-config.json'))
  const files = new Map(own.map(([name, bytes]) => [name.slice(folder.length), bytes]))
  const links = one.links.map((name) => name.slice(folder.length))
  const { variables } = one
  const name = path.split('/').at(-1) ?? ''
  const exportName = entry.endsWith('.py') ? pythonName(files.get(entry)) : 'default'
  return { name, contract: 'vercel', files, entry, exportName, links, variables }
}

/** As `@vercel/python` finds it: by its top-level name. */
function pythonName(source: Buffer | undefined): string {
  const [, found] = /^(?:class (handler)\b|(app) ?=)/m.exec(source?.toString() ?? '')?.filter(Boolean) ?? []
  return found ?? refuse('No Python entrypoint: neither a class handler nor app')
}
