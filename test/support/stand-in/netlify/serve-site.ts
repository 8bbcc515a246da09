import { randomBytes } from 'node:crypto'
import { unzipSync } from 'fflate'
import { linksIn } from '../../zip-links.ts'
import type { UploadedFunction } from '../function-runner.ts'
import type { Answer, Call } from '../stand-in.ts'
import type { NetlifyCloud, NetlifyDeploy, NetlifyRoute, UploadedZip } from './cloud.ts'
import { loginWall } from './replies.ts'

/** Answers a request to a site as Netlify's edge does: a function where one is asked for, a file otherwise. */
export async function serveSite(host: string, call: Call, cloud: NetlifyCloud): Promise<Answer> {
  const one = cloud.deployAt(host)
  if (!one || (host.split('.')[0]?.length ?? 0) > 63) return { status: 404, body: 'Not Found' }
  if (cloud.settings.isPrivate) return loginWall()
  const name = functionNameFor(one, call.path)
  const zip = cloud.zips.get(one.functions[name ?? ''] ?? '')
  const callable = name !== undefined && !one.schedules.some((schedule) => schedule.name === name)
  if (callable && zip) return invoke(one, name, zip, call)
  const file = cloud.blobs.get(one.files[call.path] ?? '')
  return file
    ? { status: 200, body: file, headers: { 'cache-status': '"Netlify Edge"; fwd=miss' } }
    : { status: 404, body: 'Not Found' }
}

function functionNameFor({ routes }: NetlifyDeploy, path: string): string | undefined {
  // What comes behind the name is the function's to read.
  const named = /^\/\.netlify\/functions\/([^/]+)(?:\/.*)?$/.exec(path)?.[1]
  // A function with a path of its own answers there alone.
  const byName = routes.some((route) => route.name === named) ? undefined : named
  return byName ?? routes.find((route) => matches(route, path))?.name
}

function matches({ literal, expression }: NetlifyRoute, path: string): boolean {
  return expression === undefined ? literal === path : new RegExp(expression).test(path)
}

async function invoke(one: NetlifyDeploy, name: string, zip: UploadedZip, call: Call): Promise<Answer> {
  const uploaded = Object.assign(uploadedFunction(name, zip), {
    variables: one.variables,
    patterns: one.routes.filter((route) => route.name === name).map(({ pattern }) => pattern),
  })
  const running = await one.running.of(uploaded)
  const isJob = zip.mode === 'background'
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
