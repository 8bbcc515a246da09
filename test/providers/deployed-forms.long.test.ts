import { beforeEach, describe, expect, it } from 'vitest'
import {
  benchDeployed,
  type CloudName,
  coldsOf,
  PROVEN,
  type SeenSample,
  startClouds,
} from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { isFrameworkInstalled } from '../support/google-stand-in/engine-host.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { isWorkerdInstalled } from '../support/stand-in/engine-runner.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PAUSE_MS = 1000
const pause = `await new Promise((done) => setTimeout(done, ${PAUSE_MS}))`
const WEB_STREAM = `new Response(new ReadableStream({ async start(to) {
  to.enqueue(new TextEncoder().encode('one')); ${pause}; to.enqueue(new TextEncoder().encode('two')); to.close()
} }))`

let cwd: string
beforeEach(() => {
  cwd = temporaryFolder()
  writeFiles(cwd, { 'package.json': '{"type":"module"}' })
})

/** Measures one function of the folder where its cloud would run it; nothing may stay there. */
async function measure(
  cloud: CloudName,
  words: readonly string[],
): Promise<{ samples: readonly SeenSample[]; stderr: string }> {
  const running = await startClouds([cloud])
  // A new version of a Worker is waited for by the clock, and the stand-in's is there at once.
  const clock = cloud === 'cloudflare' ? { clock: hurriedClock } : {}
  const done = await benchDeployed([...words, '--provider', cloud], { env: running.env, cwd, ...clock })
  expect(running.contents()).toEqual([])
  expect(running.refusals()).toEqual([])
  return done
}

const isMissing = (cloud: CloudName) =>
  (cloud === 'google' && !isFrameworkInstalled()) || (cloud === 'cloudflare' && !isWorkerdInstalled())

describe('a function that streams, deployed, has its last byte after its first', () => {
  interface Streaming {
    cloud: CloudName
    file: string
    code: string
    words?: string[]
    beside?: Record<string, string>
  }
  const streams: Record<string, Streaming> = {
    '(req, res) on Vercel': {
      cloud: 'vercel',
      file: 'api/stream.js',
      code: `export default async (req, res) => { res.write('one'); ${pause}; res.end('two') }`,
    },
    'a web handler on Vercel, in TypeScript': {
      cloud: 'vercel',
      file: 'api/stream.ts',
      code: `export function GET(request: Request): Response { return ${WEB_STREAM} }`,
    },
    'v2 on Netlify, in TypeScript': {
      cloud: 'netlify',
      file: 'netlify/functions/stream.mts',
      code: `export default async (request: Request): Promise<Response> => ${WEB_STREAM}`,
    },
    'behind a function URL on Lambda': {
      cloud: 'lambda',
      file: 'stream.mjs',
      code: `export const handler = awslambda.streamifyResponse(async (event, to) => {
        const out = awslambda.HttpResponseStream.from(to, { statusCode: 200, headers: { 'content-type': 'text/plain' } })
        out.write('one'); ${pause}; out.end('two')
      })`,
      words: ['--lambda-mode', 'url'],
    },
    'behind a function URL on Lambda, where another module asks for it': {
      cloud: 'lambda',
      file: 'main.ts',
      code: `export { handler } from 'streams'`,
      beside: {
        'node_modules/streams/package.json': '{"name":"streams","type":"module","exports":"./index.js"}',
        'node_modules/streams/index.js': `const { streamifyResponse: wrap, HttpResponseStream } = awslambda
export const handler = wrap(async (event, to) => {
  const out = HttpResponseStream.from(to, { statusCode: 200, headers: { 'content-type': 'text/plain' } })
  out.write('one'); ${pause}; out.end('two')
})`,
      },
      words: ['--lambda-mode', 'url'],
    },
    'from a Worker, in TypeScript': {
      cloud: 'cloudflare',
      file: 'src/stream.ts',
      code: `export default { fetch(request: Request): Response { return ${WEB_STREAM} } }`,
    },
    'on Google, in TypeScript': {
      cloud: 'google',
      file: 'stream.ts',
      code: `export const stream = async (req: unknown, res: { write(text: string): void; end(text: string): void }) => {
        res.write('one'); ${pause}; res.end('two')
      }`,
    },
  }
  for (const [name, { cloud, file, code, words = [], beside }] of Object.entries(streams))
    it.skipIf(isMissing(cloud))(name, async () => {
      writeFiles(cwd, { [file]: code, ...beside })
      const { samples } = await measure(cloud, [file, ...words])
      expect(new Set(coldsOf(samples).map(String))).toEqual(new Set([String(PROVEN)]))
      // It pauses for a second between the two.
      for (const { phases } of samples) expect(phases.downloadMs).toBeGreaterThan(PAUSE_MS / 4)
    })

  it('but not by Invoke on Lambda, which hands over the whole reply', async () => {
    writeFiles(cwd, { 'stream.mjs': streams['behind a function URL on Lambda']?.code ?? '' })
    const { samples } = await measure('lambda', ['stream.mjs'])
    expect(coldsOf(samples).map(([observed, evidence]) => [observed, evidence])).toEqual(
      Array.from({ length: 3 }, () => ['cold', 'platform']),
    )
  })
})

describe("the platforms' own forms, deployed", () => {
  it('a Vercel edge function runs as a web handler, which is said', async () => {
    writeFiles(cwd, {
      'api/edge.ts': `export const config = { runtime: 'edge' }
export default (request: Request): Response => new Response(request.method)`,
    })
    const { samples, stderr } = await measure('vercel', ['api/edge.ts'])
    expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
    expect(stderr).toContain('an edge function runs on Node.js, as a web handler, not on the edge runtime')
  })

  it.each([
    ['of v2', 'job-background.mts', `export default async (request: Request): Promise<void> => { ${pause} }`],
    [
      'by its config',
      'job.mts',
      `export const config = { background: true }\nexport default async () => { ${pause} }`,
    ],
    ['of v1', 'job-background.mjs', `export const handler = async () => { ${pause} }`],
  ])(
    'a background function %s on Netlify is timed to its 202, without a wrapper, and never called cold',
    async (_, file, code) => {
      writeFiles(cwd, { [`netlify/functions/${file}`]: code })
      const { samples, stderr } = await measure('netlify', [`netlify/functions/${file}`])
      expect(new Set(samples.map(({ observed }) => observed))).toEqual(new Set(['unknown']))
      expect(stderr).toContain('Netlify answers 202 before the job starts')
      expect(stderr).not.toContain('--no-wrapper')
    },
  )

  it('a scheduled function on Netlify is called as its schedule calls it', async () => {
    writeFiles(cwd, {
      'netlify/functions/daily.mts': `export const config = { schedule: '@daily' }
export default async (request: Request): Promise<Response> => {
  const { next_run } = await request.json()
  return new Response('', { status: request.method === 'POST' && Date.parse(next_run) > 0 ? 200 : 500 })
}`,
    })
    const { samples } = await measure('netlify', ['netlify/functions/daily.mts'])
    expect(coldsOf(samples)).toEqual([PROVEN, PROVEN, PROVEN])
  })
})

describe.skipIf(!isFrameworkInstalled())('one standard fetch handler in TypeScript', () => {
  it.each<[CloudName, RegExp]>([
    ['lambda', /^hono\/aws-lambda \d+\.\d+\.\d+$/],
    ['vercel', /^Vercel's own$/],
    ['netlify', /^@netlify\/serverless-functions-api \d+\.\d+\.\d+$/],
    ['google', /^@hono\/node-server \d+\.\d+\.\d+$/],
  ])('is served on %s by an adapter that the result names', async (cloud, adapter) => {
    writeFiles(cwd, {
      'app.ts': `const who: string = process.env.WHO ?? 'nobody'
export default { fetch: (request: Request) => new Response(who + new URL(request.url).search, { status: who === 'me' ? 200 : 500 }) }`,
    })
    const running = await startClouds([cloud])
    const words = ['app.ts', '--provider', cloud, '--env', 'WHO=me', '--path', '/any/path?x=1']
    const { result, samples } = await benchDeployed(words, { env: running.env, cwd })
    expect(coldsOf(samples).map(([observed]) => observed)).toEqual(
      samples.filter(({ intended }) => intended === 'cold').map(() => 'cold'),
    )
    expect(result.targets[0].facts.function.adapter).toMatch(adapter)
  })
})
