import { randomBytes } from 'node:crypto'
import { pretendToRun } from '../function-runner.ts'
import { runningFunctions } from '../running-functions.ts'
import { type Call, jsonOf, refuse } from '../stand-in.ts'
import { checkAnnounced } from './checks.ts'
import type { NetlifyDeploy, NetlifyRoute, NetlifySettings, Site } from './cloud.ts'

/** The deploy that a call announces; nothing of it is uploaded yet. @throws Refusal */
export function makeDeploy(site: Site, call: Call, settings: NetlifySettings): NetlifyDeploy {
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
    states: ['uploading', ...(settings.states ?? ['processing']), 'ready'],
    running: runningFunctions(settings.run ?? pretendToRun(settings.clock)),
  }
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
