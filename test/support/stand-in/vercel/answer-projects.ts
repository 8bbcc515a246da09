import { randomBytes } from 'node:crypto'
import { type Answers, jsonOf, refuse } from '../stand-in.ts'
import { checkSchema } from './checks.ts'
import type { Project, VercelCloud } from './cloud.ts'
import { failed, noSuchProject } from './replies.ts'

/** Who the caller is, and the projects of the scope. */
export const projectAnswers: Answers<VercelCloud> = {
  'GET /v2/user': (_, { settings: { user = 'u1', defaultTeam } }) => ({
    status: 200,
    json: {
      user: {
        id: user,
        username: 'ada',
        email: 'ada@example.com',
        ...(defaultTeam && { version: 'northstar', defaultTeamId: defaultTeam }),
      },
    },
  }),
  'GET /v10/projects': ({ query }, { projects }) => {
    const found = [...projects.values()].filter(({ name }) => name.includes(query.get('search') ?? ''))
    return { status: 200, json: { projects: found.map(({ id, name }) => ({ id, name })), pagination: {} } }
  },
  'POST /v11/projects': (call, cloud) => {
    const { schemas, protectsEverything } = cloud.settings
    const body = jsonOf(call)
    checkSchema(schemas?.createProject, body)
    const name = String(body.name ?? refuse('name is required'))
    if (!/^[a-z0-9._-]{1,100}$/.test(name)) refuse('name has characters that are not allowed')
    if (cloud.projectOf(name)) return failed(409, 'conflict', `Project "${name}" already exists.`)
    const id = `prj_${randomBytes(9).toString('hex')}`
    const protectedByLogin = protectsEverything === true || body.ssoProtection !== null
    cloud.projects.set(id, { id, name, protectedByLogin, variables: {} })
    return { status: 200, json: { id, name } }
  },
  'GET /v9/projects/:id': ({ params }, cloud) => {
    const project = cloud.projectOf(params.id ?? '')
    if (!project) return noSuchProject()
    return { status: 200, json: { id: project.id, name: project.name, ...bypassOf(project) } }
  },
  'DELETE /v9/projects/:id': async ({ params }, cloud) => {
    const project = cloud.projectOf(params.id ?? '')
    if (!project) return noSuchProject()
    for (const one of cloud.deployments.values()) if (one.projectId === project.id) await cloud.drop(one)
    cloud.projects.delete(project.id)
    return { status: 204 }
  },
  'PATCH /v1/projects/:id/protection-bypass': (call, cloud) => {
    const project = cloud.projectOf(call.params.id ?? '')
    if (!project) return noSuchProject()
    checkSchema(cloud.settings.schemas?.protectionBypass, jsonOf(call))
    project.secret = randomBytes(16).toString('hex')
    cloud.secrets.push(project.secret)
    return { status: 200, json: bypassOf(project) }
  },
  'POST /v10/projects/:id/env': (call, cloud) => {
    const project = cloud.projectOf(call.params.id ?? '')
    if (!project) return noSuchProject()
    for (const { key, value, type, target } of JSON.parse(call.body.toString())) {
      if (!['encrypted', 'plain', 'sensitive'].includes(type)) refuse(`env: unknown type ${type}`)
      if (!Array.isArray(target) || target.length === 0) refuse('env: target is required')
      project.variables[String(key)] = String(value)
    }
    return { status: 201, json: { created: [], failed: [] } }
  },
}

function bypassOf({ secret }: Project): object {
  return secret
    ? { protectionBypass: { [secret]: { scope: 'automation-bypass', createdAt: 0, createdBy: 'u1' } } }
    : {}
}
