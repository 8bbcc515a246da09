import { createHash, randomBytes } from 'node:crypto'
import { unzipSync } from 'fflate'
import type { Clock } from '../../../src/core/clock.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { linksIn } from '../zip-links.ts'
import { type FunctionRunner, pretendToRun, type UploadedFunction } from './function-runner.ts'
import { checkAnnounced, checkZip } from './netlify-checks.ts'
import { findNetlifyFault } from './netlify-schemas.ts'
import { type RunningFunctions, runningFunctions } from './running-functions.ts'
import { type Answer, type Call, jsonOf, type Route, refuse, type StandIn, startStandIn } from './stand-in.ts'

interface Site {
  readonly id: string
  readonly name: string
}

interface NetlifyRoute {
  readonly name: string
  readonly pattern: string
  readonly literal?: string
  readonly expression?: string
}

interface UploadedZip {
  readonly sha256: string
  readonly zip: Buffer
  readonly mode: string | null
}

interface NetlifyDeploy {
  readonly id: string
  readonly siteId: string
  readonly title: string
  readonly draft: boolean
  /** Path → SHA-1. */
  readonly files: Readonly<Record<string, string>>
  /** Name → SHA-256. */
  readonly functions: Readonly<Record<string, string>>
  readonly schedules: readonly { readonly name: string; readonly cron: string }[]
  readonly variables: Readonly<Record<string, string>>
  readonly routes: readonly NetlifyRoute[]
  readonly states: string[]
  readonly running: RunningFunctions
}

export interface NetlifyStandInOptions {
  readonly token: string
  /** Whose token it is; `u1` unless told otherwise. */
  readonly user?: string
  /** The slug of their team; `ada` unless told otherwise. */
  readonly team?: string
  /** The slugs of several, the first of which is theirs where nothing is said. */
  readonly teams?: readonly string[]
  readonly run?: FunctionRunner
  /** Projects are private: their functions ask for a login. */
  readonly isPrivate?: boolean
  /** What a deploy goes through before `ready`, once everything is uploaded. */
  readonly states?: readonly string[]
  /** The fourth deploy of a minute is refused. */
  readonly limitsDeploys?: boolean
  /** The time it lives in, its client's; the machine's unless given. */
  readonly clock?: Clock
}

export interface NetlifyStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  readonly sites: ReadonlyMap<string, Site>
  readonly deploys: ReadonlyMap<string, NetlifyDeploy>
  readonly zips: ReadonlyMap<string, UploadedZip>
  /** A site that somebody made before. */
  addSite(name: string): Site
  /** Spent on production deploys. */
  credits(): number
}

const BASE = '/api/v1'
const MINUTE_MS = 60_000

/**
 * Netlify's API for as much as coldstart uses. Every call is checked against Netlify's own API description, and
 * uploads against the digests they were announced with.
 */
export async function startNetlifyStandIn(options: NetlifyStandInOptions): Promise<NetlifyStandIn> {
  const sites = new Map<string, Site>()
  const deploys = new Map<string, NetlifyDeploy>()
  const blobs = new Map<string, Buffer>()
  const zips = new Map<string, UploadedZip>()
  const deployedAt: number[] = []
  const run = options.run ?? pretendToRun(options.clock)
  let credits = 0

  const addSite = (name: string): Site => {
    const site = { id: randomBytes(16).toString('hex'), name }
    sites.set(site.id, site)
    return site
  }
  const siteOf = (key: string) =>
    sites.get(key) ?? [...sites.values()].find(({ name }) => key === `${name}.netlify.app`)

  const api: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
    'GET /user': () => ({ status: 200, json: { id: options.user ?? 'u1', email: 'ada@example.com' } }),
    'GET /accounts': () => ({
      status: 200,
      json: (options.teams ?? [options.team ?? 'ada']).map((slug) => ({
        id: `a-${slug}`,
        slug,
        name: 'Ada',
      })),
    }),
    'GET /sites': ({ query }) => {
      const name = query.get('name') ?? ''
      return {
        status: 200,
        json: [...sites.values()].filter((site) => site.name.includes(name)).map(describeSite),
      }
    },
    'POST /:team/sites': (call) => {
      if (!(options.teams ?? ['ada']).includes(call.params.team ?? '')) return failed(404, 'Not Found')
      const name = String(jsonOf(call).name ?? refuse('name is required'))
      if (!/^[a-z0-9-]{1,63}$/.test(name)) return failed(422, 'name has characters that are not allowed')
      if ([...sites.values()].some((site) => site.name === name)) return nameTaken()
      return { status: 201, json: describeSite(addSite(name)) }
    },
    'GET /sites/:id': ({ params }) => {
      const site = siteOf(params.id ?? '')
      return site ? { status: 200, json: describeSite(site) } : failed(404, 'Not Found')
    },
    'DELETE /sites/:id': async ({ params }) => {
      if (!sites.delete(params.id ?? '')) return failed(404, 'Not Found')
      for (const one of deploys.values()) if (one.siteId === params.id) await drop(one)
      return { status: 204 }
    },
    'GET /sites/:id/deploys': ({ params }) => {
      const found = [...deploys.values()].filter(({ siteId }) => siteId === params.id)
      return { status: 200, json: found.map(describe) }
    },
    'POST /sites/:id/deploys': (call) => {
      const site = siteOf(call.params.id ?? '')
      if (!site) return failed(404, 'Not Found')
      const limited = limitDeploys()
      if (limited) return limited
      const made = makeDeploy(site, call)
      if (!made.draft) credits += 15
      deploys.set(made.id, made)
      return { status: 200, json: describe(made) }
    },
    'GET /sites/:site/deploys/:id': ({ params }) => {
      const one = deploys.get(params.id ?? '')
      if (!one) return failed(404, 'Not Found')
      const complete = requiredFiles(one).length + requiredFunctions(one).length === 0
      if (complete && one.states.length > 1) one.states.shift()
      return { status: 200, json: describe(one) }
    },
    'PUT /deploys/:id/files/:path*': ({ params, body }) => {
      const one = deploys.get(params.id ?? '')
      if (!one) return failed(404, 'Not Found')
      const expected = one.files[`/${params.path}`] ?? refuse(`${params.path} was not announced`)
      if (digest('sha1', body) !== expected) refuse(`${params.path} is not what was announced`)
      blobs.set(expected, body)
      return { status: 200, json: { id: `/${params.path}`, sha: expected } }
    },
    'PUT /deploys/:id/functions/:name': ({ params, query, body }) => {
      const one = deploys.get(params.id ?? '')
      if (!one) return failed(404, 'Not Found')
      const expected = one.functions[params.name ?? ''] ?? refuse(`${params.name} was not announced`)
      if (digest('sha256', body) !== expected) refuse(`${params.name} is not what was announced`)
      if (!/^nodejs(18|20|22|24)\.x$/.test(query.get('runtime') ?? ''))
        refuse(`runtime ${query.get('runtime')}`)
      if (Number(query.get('size')) !== body.length) refuse('size is wrong')
      checkZip(params.name ?? '', body, query.get('invocation_mode'))
      zips.set(expected, { sha256: expected, zip: body, mode: query.get('invocation_mode') })
      return { status: 200, json: { name: params.name, sha: expected } }
    },
    'DELETE /deploys/:id': async ({ params }) => {
      const one = deploys.get(params.id ?? '')
      if (!one) return failed(404, 'Not Found')
      await drop(one)
      return { status: 204 }
    },
  }

  function limitDeploys(): Answer | undefined {
    if (!options.limitsDeploys) return undefined
    const now = (options.clock ?? systemClock).wallMs()
    const recent = deployedAt.filter((at) => now - at < MINUTE_MS)
    if (recent.length < 3) return void deployedAt.push(now)
    const reset = String(Math.ceil(((recent[0] ?? now) + MINUTE_MS) / 1000))
    return {
      ...failed(429, 'Too many deploys'),
      headers: { 'x-ratelimit-reset': reset, 'x-ratelimit-remaining': '0' },
    }
  }

  function makeDeploy(site: Site, call: Call): NetlifyDeploy {
    const body = jsonOf(call)
    const files = (body.files ?? {}) as Record<string, string>
    const functions = (body.functions ?? {}) as Record<string, string>
    checkAnnounced(files, functions)
    const schedules = (body.function_schedules ?? []) as { name: string; cron: string }[]
    for (const { name } of schedules) if (!functions[name]) refuse(`function_schedules: no function ${name}`)
    return {
      id: randomBytes(12).toString('hex'),
      siteId: site.id,
      title: call.query.get('title') ?? '',
      draft: body.draft === true,
      files,
      functions,
      schedules,
      variables: variablesIn(body.environment),
      routes: routesIn(body.functions_config),
      states: ['uploading', ...(options.states ?? ['processing']), 'ready'],
      running: runningFunctions(run),
    }
  }

  const requiredFiles = ({ files }: NetlifyDeploy) => Object.values(files).filter((sha) => !blobs.has(sha))
  const requiredFunctions = (one: NetlifyDeploy) =>
    Object.values(one.functions).filter((sha) => !zips.has(sha))

  function describe(one: NetlifyDeploy): object {
    const site = sites.get(one.siteId)
    return {
      id: one.id,
      site_id: one.siteId,
      title: one.title,
      state: one.states[0],
      ...(one.states[0] === 'error' ? { error_message: 'the build failed' } : {}),
      required: requiredFiles(one),
      required_functions: requiredFunctions(one),
      deploy_ssl_url: `https://${one.id}--${site?.name}.netlify.app`,
      ssl_url: `https://${site?.name}.netlify.app`,
    }
  }

  async function drop(one: NetlifyDeploy): Promise<void> {
    deploys.delete(one.id)
    await one.running.close()
  }

  function deployAt(host: string): NetlifyDeploy | undefined {
    const [label = ''] = host.split('.')
    const [id = '', name] = label.split('--')
    const all = [...deploys.values()].filter(({ states }) => states[0] === 'ready')
    if (name !== undefined) return all.find((one) => one.id === id && sites.get(one.siteId)?.name === name)
    return all.filter((one) => !one.draft && sites.get(one.siteId)?.name === label).at(-1)
  }

  async function serve(host: string, call: Call): Promise<Answer> {
    const one = deployAt(host)
    if (!one || (host.split('.')[0]?.length ?? 0) > 63) return { status: 404, body: 'Not Found' }
    if (options.isPrivate) return loginWall()
    // What comes behind the name is the function's to read.
    const named = /^\/\.netlify\/functions\/([^/]+)(?:\/.*)?$/.exec(call.path)?.[1]
    // A function with a path of its own answers there alone.
    const byName = one.routes.some((route) => route.name === named) ? undefined : named
    const name = byName ?? one.routes.find((route) => matches(route, call.path))?.name
    const sha = one.functions[name ?? '']
    const callable = name !== undefined && !one.schedules.some((schedule) => schedule.name === name)
    if (callable && sha) return invoke(one, name, sha, call)
    const file = blobs.get(one.files[call.path] ?? '')
    return file
      ? { status: 200, body: file, headers: { 'cache-status': '"Netlify Edge"; fwd=miss' } }
      : { status: 404, body: 'Not Found' }
  }

  async function invoke(one: NetlifyDeploy, name: string, sha: string, call: Call): Promise<Answer> {
    const uploaded = Object.assign(uploadedFunction(name, zips.get(sha) as UploadedZip), {
      variables: one.variables,
      patterns: one.routes.filter((route) => route.name === name).map(({ pattern }) => pattern),
    })
    const running = await one.running.of(uploaded)
    const isJob = zips.get(sha)?.mode === 'background'
    // Netlify takes the request for a job, and answers before anything runs.
    const job = running.invoke(call)
    if (isJob) job.catch(() => {})
    const answer: Answer = isJob ? { status: 202, body: '' } : await job
    const headers = {
      ...answer.headers,
      server: 'Netlify',
      'x-nf-request-id': randomBytes(13).toString('hex').toUpperCase(),
    }
    return { ...answer, headers }
  }

  const routes: Route[] = Object.entries(api).map(([on, answer]) => ({
    on: on.replace(' ', ` ${BASE}`),
    answer(call) {
      if (call.headers.authorization !== `Bearer ${options.token}`) return failed(401, 'Access Denied')
      const fault = findNetlifyFault(call)
      if (fault) refuse(fault)
      return answer(call)
    },
  }))
  const standIn = await startStandIn({
    clock: options.clock,
    routes,
    serve,
    errorBody: (code, message) => ({ code, message }),
  })
  const close = async () => {
    for (const one of deploys.values()) await drop(one)
    await standIn.close()
  }
  const baseUrls = { netlify: standIn.url + BASE, 'netlify.app': `${standIn.url}/on/{host}` }
  return { ...standIn, close, baseUrls, sites, deploys, zips, addSite, credits: () => credits }
}

function describeSite({ id, name }: Site): object {
  return {
    id,
    name,
    ssl_url: `https://${name}.netlify.app`,
    admin_url: `https://app.netlify.com/projects/${name}`,
  }
}

export function failed(code: number, message: string): Answer {
  return { status: code, json: { code, message } }
}

/** As Netlify words it. */
export function nameTaken(): Answer {
  return { status: 422, json: { errors: { subdomain: ['must be unique'] } } }
}

function loginWall(): Answer {
  const body = '<!doctype html><title>Log in to Netlify</title>'
  return { status: 401, body, headers: { 'content-type': 'text/html; charset=utf-8' } }
}

function variablesIn(environment: unknown): Record<string, string> {
  const listed = (environment ?? []) as { key: string; value: string; scopes: string[] }[]
  return Object.fromEntries(
    listed.filter(({ scopes }) => scopes.includes('functions')).map(({ key, value }) => [key, value]),
  )
}

function routesIn(configs: unknown): NetlifyRoute[] {
  const all = Object.entries((configs ?? {}) as Record<string, { routes?: Omit<NetlifyRoute, 'name'>[] }>)
  return all.flatMap(([name, { routes = [] }]) => routes.map((route) => ({ name, ...route })))
}

function matches({ literal, expression }: NetlifyRoute, path: string): boolean {
  return expression === undefined ? literal === path : new RegExp(expression).test(path)
}

/** Exactly the files that the platform has for one function, unpacked when they are first asked for. */
function uploadedFunction(name: string, { zip, mode }: UploadedZip): Omit<UploadedFunction, 'variables'> {
  let unpacked: ReadonlyMap<string, Buffer> | undefined
  const unpack = () =>
    new Map(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, Buffer.from(bytes)]))
  const isNew = mode === 'stream' || zip.includes('___netlify-entry-point.mjs')
  const entry = isNew ? '___netlify-entry-point.mjs' : `${name}.mjs`
  return {
    name,
    contract: 'netlify',
    get files() {
      unpacked ??= unpack()
      return unpacked
    },
    entry,
    exportName: 'handler',
    links: linksIn(zip),
  }
}

function digest(algorithm: 'sha1' | 'sha256', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
