import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../../src/core/clock.ts'
import { routesOf } from '../../../src/providers/vercel/routes.ts'
import { type FunctionRunner, pretendToRun, type UploadedFunction } from './function-runner.ts'
import { type RunningFunctions, runningFunctions } from './running-functions.ts'
import { type Answer, type Call, jsonOf, type Route, refuse, type StandIn, startStandIn } from './stand-in.ts'
import { checkBuildOutput, checkFiles, checkSchema, checkSource } from './vercel-checks.ts'
import type { VercelSchemas } from './vercel-schemas.ts'

interface Project {
  readonly id: string
  readonly name: string
  readonly protectedByLogin: boolean
  secret?: string
  readonly variables: Record<string, string>
}

interface VercelDeployment {
  readonly id: string
  readonly projectId: string
  readonly production: boolean
  readonly prebuilt: boolean
  readonly meta: Readonly<Record<string, string>>
  readonly files: ReadonlyMap<string, Buffer>
  /** Paths of files that are links. */
  readonly links: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly url: string
  readonly running: RunningFunctions
  /** Left to go through before READY. */
  readonly states: string[]
  aliasAssigned: boolean
}

export interface VercelStandInOptions {
  readonly token: string
  /** Calls must be in this scope. */
  readonly team?: string
  /** Whose token it is; `u1` unless told otherwise. */
  readonly user?: string
  /** Newer accounts have no scope of their own. */
  readonly defaultTeam?: string
  readonly run?: FunctionRunner
  /** From @vercel/sdk, where it is installed. */
  readonly schemas?: VercelSchemas
  /** New projects keep the login wall, whatever was asked for. */
  readonly protectsEverything?: boolean
  /** A prebuilt deployment gets ready and serves nothing. */
  readonly ignoresPrebuilt?: boolean
  /** 400 unless told otherwise; 200 has been seen. */
  readonly missingFilesStatus?: number
  /** What a deployment goes through before READY. */
  readonly states?: readonly string[]
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

export interface VercelStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  readonly projects: Map<string, Project>
  readonly deployments: ReadonlyMap<string, VercelDeployment>
  /** Bypass secrets that were given out. */
  readonly secrets: readonly string[]
}

const SSO_PAGE = '<!doctype html><title>Authentication Required</title>'
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  'POST /v10/projects/:id/env': ['upsert'],
  'POST /v13/deployments': ['forceNew', 'prebuilt', 'skipAutoDetectionConfirmation'],
  'GET /v10/projects': ['search', 'limit', 'from'],
  'GET /v7/deployments': ['projectId', 'limit', 'since', 'until', 'state', 'target'],
}

/**
 * Vercel's API for as much as coldstart uses, strict where Vercel is: credentials, scope, digests, sizes, body
 * fields (by @vercel/sdk's own schemas where they are given) and the shape of a Build Output.
 */
export async function startVercelStandIn(options: VercelStandInOptions): Promise<VercelStandIn> {
  const projects = new Map<string, Project>()
  const deployments = new Map<string, VercelDeployment>()
  const blobs = new Map<string, Buffer>()
  const secrets: string[] = []
  const run = options.run ?? pretendToRun(options.clock)

  const projectOf = (idOrName: string) =>
    projects.get(idOrName) ?? [...projects.values()].find(({ name }) => name === idOrName)

  const api: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
    'GET /v2/user': () => ({
      status: 200,
      json: {
        user: {
          id: options.user ?? 'u1',
          username: 'ada',
          email: 'ada@example.com',
          ...(options.defaultTeam && { version: 'northstar', defaultTeamId: options.defaultTeam }),
        },
      },
    }),
    'GET /v10/projects': ({ query }) => {
      const found = [...projects.values()].filter(({ name }) => name.includes(query.get('search') ?? ''))
      return { status: 200, json: { projects: found.map(({ id, name }) => ({ id, name })), pagination: {} } }
    },
    'POST /v11/projects': (call) => {
      const body = jsonOf(call)
      checkSchema(options.schemas?.createProject, body)
      const name = String(body.name ?? refuse('name is required'))
      if (!/^[a-z0-9._-]{1,100}$/.test(name)) refuse('name has characters that are not allowed')
      if (projectOf(name)) return failed(409, 'conflict', `Project "${name}" already exists.`)
      const id = `prj_${randomBytes(9).toString('hex')}`
      const protectedByLogin = options.protectsEverything === true || body.ssoProtection !== null
      projects.set(id, { id, name, protectedByLogin, variables: {} })
      return { status: 200, json: { id, name } }
    },
    'GET /v9/projects/:id': ({ params }) => {
      const project = projectOf(params.id ?? '')
      if (!project) return failed(404, 'not_found', 'Project not found.')
      return { status: 200, json: { id: project.id, name: project.name, ...bypassOf(project) } }
    },
    'DELETE /v9/projects/:id': async ({ params }) => {
      const project = projectOf(params.id ?? '')
      if (!project) return failed(404, 'not_found', 'Project not found.')
      for (const one of deployments.values()) if (one.projectId === project.id) await drop(one)
      projects.delete(project.id)
      return { status: 204 }
    },
    'PATCH /v1/projects/:id/protection-bypass': (call) => {
      const project = projectOf(call.params.id ?? '')
      if (!project) return failed(404, 'not_found', 'Project not found.')
      checkSchema(options.schemas?.protectionBypass, jsonOf(call))
      project.secret = randomBytes(16).toString('hex')
      secrets.push(project.secret)
      return { status: 200, json: bypassOf(project) }
    },
    'POST /v10/projects/:id/env': (call) => {
      const project = projectOf(call.params.id ?? '')
      if (!project) return failed(404, 'not_found', 'Project not found.')
      for (const { key, value, type, target } of JSON.parse(call.body.toString())) {
        if (!['encrypted', 'plain', 'sensitive'].includes(type)) refuse(`env: unknown type ${type}`)
        if (!Array.isArray(target) || target.length === 0) refuse('env: target is required')
        project.variables[String(key)] = String(value)
      }
      return { status: 201, json: { created: [], failed: [] } }
    },
    'POST /v2/files': ({ headers, body }) => {
      const digest = headers['x-vercel-digest'] ?? headers['x-now-digest']
      if (!digest) refuse('x-vercel-digest is required')
      if (headers['content-type'] !== 'application/octet-stream')
        refuse('content-type is not application/octet-stream')
      if (Number(headers['content-length']) !== body.length) refuse('content-length is wrong')
      if (digest !== sha1(body)) refuse('x-vercel-digest is not the SHA-1 of the body')
      blobs.set(sha1(body), body)
      return { status: 200, json: { urls: [] } }
    },
    'POST /v13/deployments': (call) => {
      const body = jsonOf(call)
      checkSchema(options.schemas?.createDeployment, body)
      const project = projectOf(String(body.project ?? body.name))
      if (!project) return failed(404, 'not_found', 'Project not found.')
      const files = checkFiles(body.files)
      const missing = [...new Set(files.map(({ sha }) => sha))].filter((sha) => !blobs.has(sha))
      if (missing.length > 0)
        return {
          status: options.missingFilesStatus ?? 400,
          json: { error: { code: 'missing_files', message: 'Missing files', missing } },
        }
      const prebuilt = call.query.get('prebuilt') === '1'
      const byPath = new Map(files.map(({ file, sha }) => [file, blobs.get(sha) as Buffer]))
      if (prebuilt) checkBuildOutput(byPath)
      else checkSource(byPath, body)
      const links = files.filter(({ mode }) => mode === 0o120777).map(({ file }) => file)
      const made = makeDeployment(project, body, { prebuilt, files: byPath, links })
      deployments.set(made.id, made)
      return { status: 200, json: describe(made) }
    },
    'GET /v13/deployments/:id': ({ params }) => {
      const one = deployments.get(params.id ?? '')
      if (!one) return failed(404, 'not_found', 'Deployment not found.')
      // Aliases are assigned after the deployment is ready, as on Vercel.
      if (one.states.length > 1) one.states.shift()
      else one.aliasAssigned = true
      return { status: 200, json: describe(one) }
    },
    'DELETE /v13/deployments/:id': async ({ params }) => {
      const one = deployments.get(params.id ?? '')
      if (!one) return failed(404, 'not_found', 'Deployment not found.')
      await drop(one)
      return { status: 200, json: { uid: one.id, state: 'DELETED' } }
    },
    'GET /v7/deployments': ({ query }) => {
      const found = [...deployments.values()].filter(({ projectId }) => projectId === query.get('projectId'))
      const json = { deployments: found.map(({ id, meta }) => ({ uid: id, meta })), pagination: {} }
      return { status: 200, json }
    },
  }

  function makeDeployment(
    project: Project,
    body: Record<string, unknown>,
    { prebuilt, files, links }: Pick<VercelDeployment, 'prebuilt' | 'files' | 'links'>,
  ): VercelDeployment {
    const id = `dpl_${randomBytes(9).toString('hex')}`
    return {
      id,
      projectId: project.id,
      production: body.target === 'production',
      prebuilt,
      meta: (body.meta ?? {}) as Record<string, string>,
      files,
      links,
      variables: { ...project.variables },
      url: `${project.name}-${id.slice(4, 13)}-ada.vercel.app`,
      running: runningFunctions(run),
      states: [...(options.states ?? ['QUEUED', 'BUILDING']), 'READY'],
      aliasAssigned: false,
    }
  }

  function describe(one: VercelDeployment): object {
    const project = projects.get(one.projectId)
    const alias =
      one.production && project ? [`${project.name}.vercel.app`, `${project.name}-ada.vercel.app`] : []
    return { id: one.id, url: one.url, readyState: one.states[0], aliasAssigned: one.aliasAssigned, alias }
  }

  async function drop(one: VercelDeployment): Promise<void> {
    deployments.delete(one.id)
    await one.running.close()
  }

  function deploymentAt(host: string): VercelDeployment | undefined {
    const all = [...deployments.values()].filter(({ states }) => states[0] === 'READY')
    const project = [...projects.values()].find(({ name }) => host === `${name}.vercel.app`)
    const production = all.filter(
      (one) => one.production && one.aliasAssigned && one.projectId === project?.id,
    )
    return all.find(({ url }) => url === host) ?? production.at(-1)
  }

  async function serve(host: string, call: Call): Promise<Answer> {
    const one = deploymentAt(host)
    const project = one && projects.get(one.projectId)
    if (!one || !project)
      return {
        status: 404,
        body: 'DEPLOYMENT_NOT_FOUND',
        headers: { 'x-vercel-error': 'DEPLOYMENT_NOT_FOUND' },
      }
    const bypass = call.headers['x-vercel-protection-bypass']
    if (project.protectedByLogin && (!project.secret || bypass !== project.secret)) return loginWall()
    if (one.prebuilt && options.ignoresPrebuilt) return { status: 404, body: 'NOT_FOUND' }
    const file = one.files.get(`${one.prebuilt ? '.vercel/output/static' : 'public'}${call.path}`)
    if (file) return { status: 200, body: file, headers: { 'x-vercel-cache': 'MISS' } }
    const uploaded = functionAt(one, routed(one, call))
    if (!uploaded) return { status: 404, body: 'NOT_FOUND' }
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

  const routes: Route[] = Object.entries(api).map(([on, answer]) => ({
    on,
    answer(call) {
      if (call.headers.authorization !== `Bearer ${options.token}`)
        return failed(403, 'forbidden', 'Not authorized')
      const scope = call.query.get('teamId') ?? undefined
      if (scope !== options.team && on !== 'GET /v2/user')
        refuse(`the scope is ${scope}, not ${options.team}`)
      const allowed = [...(QUERIES[on] ?? []), 'teamId', 'slug']
      for (const name of call.query.keys())
        if (!allowed.includes(name)) refuse(`unknown query parameter ${name}`)
      return answer(call)
    },
  }))
  const errorBody = (_: number, message: string) => ({ error: { code: 'bad_request', message } })
  const standIn = await startStandIn({ clock: options.clock, routes, serve, errorBody })
  const close = async () => {
    for (const one of deployments.values()) await drop(one)
    await standIn.close()
  }
  const baseUrls = { vercel: standIn.url, 'vercel.app': `${standIn.url}/on/{host}` }
  return { ...standIn, close, baseUrls, projects, deployments, secrets }
}

function bypassOf({ secret }: Project): object {
  return secret
    ? { protectionBypass: { [secret]: { scope: 'automation-bypass', createdAt: 0, createdBy: 'u1' } } }
    : {}
}

function loginWall(): Answer {
  const headers = { 'content-type': 'text/html', 'set-cookie': '_vercel_sso_nonce=abc; Path=/' }
  return { status: 401, body: SSO_PAGE, headers }
}

export function failed(status: number, code: string, message: string, headers = {}): Answer {
  return { status, json: { error: { code, message } }, headers }
}

interface OutputRoute {
  readonly src: string
  readonly has?: readonly { readonly type: string; readonly key: string; readonly value: string }[]
  readonly dest: string
}

/** Routes before the file system: those of a prebuilt deployment, or what Vercel makes of the rewrites in vercel.json. */
function routesIn({ prebuilt, files }: VercelDeployment): readonly Partial<OutputRoute>[] {
  const read = (path: string) => JSON.parse(files.get(path)?.toString() ?? '{}')
  if (prebuilt) return read('.vercel/output/config.json').routes ?? []
  return routesOf(read('vercel.json').rewrites ?? []) as readonly OutputRoute[]
}

function routeFor(
  one: VercelDeployment,
  call: Call,
): { readonly route: OutputRoute; readonly found: RegExpExecArray } | undefined {
  for (const { src, has = [], dest } of routesIn(one)) {
    if (src === undefined || dest === undefined) break
    if (!has.every(({ key, value }) => new RegExp(`^${value}$`).test(String(call.headers[key])))) continue
    const found = new RegExp(src).exec(call.path)
    if (found) return { route: { src, dest }, found }
  }
  return undefined
}

function filled({ route, found }: NonNullable<ReturnType<typeof routeFor>>): URL {
  const path = route.dest.replace(/\$(\d+)/g, (_, index) => encodeURIComponent(found[Number(index)] ?? ''))
  return new URL(path, 'http://x')
}

function routed(one: VercelDeployment, call: Call): string {
  const found = routeFor(one, call)
  return found ? filled(found).pathname : call.path
}

/** The function sees the path as it was asked, and the parameters of its route in the query. */
function withParameters(one: VercelDeployment, call: Call): Call {
  const found = routeFor(one, call)
  if (!found) return call
  return { ...call, query: new URLSearchParams([...call.query, ...filled(found).searchParams]) }
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

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex')
}
