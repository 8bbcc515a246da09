import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { versions } from 'node:process'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchOptions } from '../../src/cli/bench-options.ts'
import { git } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { helloFixture } from '../support/stand-in/deploy-setup.ts'

/** Everywhere that something can be measured, as the words that choose it. */
const places = {
  'sample/engine': [],
  'lambda/engine': ['./lambda.mjs'],
  'vercel/engine': ['./api/hello.mjs'],
  url: ['--target', 'mine=https://example.com/fn?x=1'],
  'own-lambda': ['--target', 'mine=lambda:checkout'],
  'sample/lambda': ['--provider', 'lambda', '--deploy'],
  'sample/vercel': ['--provider', 'vercel', '--deploy'],
  'sample/netlify': ['--provider', 'netlify', '--deploy'],
  'sample/google': ['--provider', 'google', '--deploy'],
  'file/lambda': ['./lambda.mjs', '--provider', 'lambda', '--deploy'],
  'file/vercel': ['./api/hello.mjs', '--provider', 'vercel', '--deploy'],
  'file/netlify': ['./netlify.mjs', '--provider', 'netlify', '--deploy'],
  'file/google': ['./google.mjs', '--provider', 'google', '--deploy'],
} as const
type Place = keyof typeof places
const all = Object.keys(places) as Place[]

const where = (test: (place: Place) => boolean) => all.filter(test)
const everywhere = all
const clouds = where((place) => /^(sample|file)\/(?!engine)/.test(place))
const engine = where((place) => place.endsWith('/engine'))
const deployed = [...engine, ...clouds]
const files = where((place) => place.startsWith('file/') || /^(lambda|vercel)\/engine/.test(place))
const targets = ['url', 'own-lambda'] as const
const lambdas = where((place) => /lambda|sample\/engine/.test(place))
const pages = where((place) => !/^(lambda\/engine|own-lambda|sample\/lambda|file\/lambda)$/.test(place))
const on = (cloud: string) => where((place) => place.endsWith(`/${cloud}`))

/** Every flag of `bench` with a value that it may have, and where it is honoured; everywhere else it is refused. */
const table: Readonly<Record<string, readonly [words: readonly string[], places: readonly Place[]]>> = {
  '--provider': [['--provider', 'lambda'], everywhere],
  '--target': [['--target', 'other=https://example.com/'], everywhere],
  '--keep-query': [['--keep-query'], targets],
  '--function': [['--function', 'other=./lambda.mjs'], everywhere],
  '--against': [['--against', 'HEAD'], files],
  '--setup': [['--setup', 'true'], []],
  '--export': [['--export', 'handler'], files.filter((place) => /lambda|google/.test(place))],
  '--root': [['--root', '.'], files],
  '--deploy': [['--deploy'], clouds],
  '--local': [['--local'], where((place) => !clouds.includes(place))],
  '--keep': [['--keep'], clouds],
  '--yes': [['--yes'], everywhere],
  '--dry-run': [[], everywhere],
  '--event': [['--event', 'http-api'], lambdas],
  '--path': [['--path', '/a?b=1'], everywhere],
  '--method': [['--method', 'post'], everywhere],
  '--header': [['--header', 'x-key: 1'], everywhere],
  '--body': [['--body', '{}'], everywhere],
  '--expect-status': [['--expect-status', '404', '5xx'], everywhere],
  '--expect-type': [['--expect-type', 'html'], pages],
  '--env': [['--env', 'TABLE=orders'], deployed],
  '--env-file': [['--env-file', 'some.env'], deployed],
  '--function-timeout': [['--function-timeout', '5s'], deployed],
  '--cold': [['--cold', '2'], everywhere],
  '--warm': [['--warm', '2'], everywhere],
  '--cold-by': [['--cold-by', 'idle'], everywhere],
  '--idle': [['--idle', '1s'], everywhere],
  '--adaptive-idle': [['--adaptive-idle'], everywhere],
  '--idle-since-recorded': [['--idle-since-recorded'], targets],
  '--max-idle': [['--max-idle', '1h'], []],
  '--burst': [['--burst', '2', '--cold-by', 'burst'], everywhere],
  '--replicas': [['--replicas', '2'], deployed],
  '--until-ci': [['--until-ci', '10%'], everywhere],
  '--max-cold': [['--max-cold', '40'], []],
  '--idle-ttl': [['--idle-ttl', '200ms'], engine],
  '--cold-disk': [['--cold-disk'], engine],
  // No place above is a Worker; below one takes it.
  '--worker-cold': [['--worker-cold', 'isolate'], []],
  '--cpu': [['--cpu', 'flat'], engine],
  '--connection': [['--connection', 'kept'], everywhere],
  '--timeout': [['--timeout', '5s'], everywhere],
  '--trigger': [['--trigger', 'queue', '--redis', 'redis://127.0.0.1:1'], everywhere],
  '--workers': [['--workers', 'redis://127.0.0.1:1', '--keep-query'], ['url']],
  '--vantages': [['--vantages', 'fra1'], []],
  '--accept-loss': [['--accept-loss'], []],
  '--redis': [['--redis', 'redis://127.0.0.1:1'], []],
  '--seed': [['--seed', '7'], everywhere],
  '--memory': [['--memory', '2048'], deployed],
  '--region': [
    ['--region', 'REGION'],
    [...clouds, 'own-lambda'],
  ],
  // The engine has the Node that runs it.
  '--runtime': [['--runtime', 'nodejs22.x'], versions.node.startsWith('22.') ? deployed : clouds],
  '--architecture': [['--architecture', 'x86_64'], clouds],
  '--bundle-kb': [['--bundle-kb', '64'], deployed],
  '--over-quota': [['--over-quota'], clouds],
  '--through-proxy': [['--through-proxy'], [...clouds, ...targets]],
  '--ca': [
    ['--ca', 'ca.pem'],
    [...clouds, ...targets],
  ],
  '--budget': [['--budget', 'cold.p50 < 1s'], everywhere],
  '--budget-tolerance': [['--budget-tolerance', '5%'], []],
  '--samples': [['--samples'], everywhere],
  '--label': [['--label', 'before'], everywhere],
  // The sample names its instances, and a Lambda function is invoked without a module of ours.
  '--no-wrapper': [['--no-wrapper'], ['file/vercel', 'file/netlify', 'file/google']],
  '--format': [['--format', 'json'], everywhere],
  '--output': [['--output', 'new.json'], everywhere],
  '--force': [['--force', '--output', 'new.json'], everywhere],
  '--location': [['--location', 'here'], everywhere],
  '--config': [['--config', 'coldstart.config.json'], everywhere],
  '--quiet': [['--quiet'], everywhere],
  '--verbose': [['--verbose'], everywhere],
  '--allow-unlike': [['--allow-unlike'], []],
  '--allow-inconclusive': [['--allow-inconclusive'], []],
  // No place above is a Worker; below one takes it.
  '--cloudflare-account': [['--cloudflare-account', 'a'], []],
  '--google-project': [['--google-project', 'p-1'], on('google')],
  '--google-invoker': [['--google-invoker', 'public'], on('google')],
  '--google-cpu': [['--google-cpu', '1'], on('google')],
  '--google-service-account': [['--google-service-account', 'a@b.example'], on('google')],
  '--google-build-service-account': [['--google-build-service-account', 'a@b.example'], on('google')],
  '--google-entry-point': [['--google-entry-point', 'hello'], ['sample/google']],
  '--lambda-mode': [['--lambda-mode', 'url'], on('lambda')],
  '--lambda-evict-by': [['--lambda-evict-by', 'versions', '--cold-by', 'evict'], on('lambda')],
  '--lambda-versions-per-batch': [['--lambda-versions-per-batch', '5'], []],
  '--lambda-handler': [['--lambda-handler', 'lambda.handler'], ['sample/lambda']],
  // For Java, Python and .NET alone, which the sample and a file are not.
  '--lambda-snapstart': [['--lambda-snapstart'], []],
  '--netlify-site': [['--netlify-site', 's'], on('netlify')],
  '--netlify-api': [['--netlify-api', 'v1'], ['sample/netlify']],
  '--netlify-account': [['--netlify-account', 'a'], on('netlify')],
  '--netlify-production': [['--netlify-production'], on('netlify')],
  '--vercel-environment': [['--vercel-environment', 'preview'], on('vercel')],
  '--vercel-team': [['--vercel-team', 't'], on('vercel')],
  '--vercel-fluid': [['--vercel-fluid', 'off'], on('vercel')],
  '--vercel-max-concurrency': [['--vercel-max-concurrency', '2'], on('vercel')],
  '--vercel-handler': [['--vercel-handler', 'web'], ['sample/vercel']],
  '--fixture': [['--fixture', helloFixture], where((place) => place.startsWith('sample/'))],
}

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'coldstart-places-'))
  mkdirSync(join(cwd, 'api'))
  const file = (path: string, text: string) => writeFileSync(join(cwd, path), text)
  file('lambda.mjs', 'export const handler = async () => 1\n')
  file('api/hello.mjs', 'export default (req, res) => res.end()\n')
  file('netlify.mjs', 'export default async () => new Response()\n')
  file('google.mjs', 'export const google = (req, res) => res.end()\nexport const handler = google\n')
  file('ca.pem', rootCertificates[0] ?? '')
  file('nonce.json', '{ "nonce": "{{nonce}}" }')
  file('some.env', 'TABLE=orders\n')
  file('coldstart.config.json', '{}')
  git(cwd, 'init', '-q')
  git(cwd, 'add', '-A')
  git(cwd, 'commit', '-qm', 'one')
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

async function plan(place: Place, words: readonly string[]) {
  const region =
    { vercel: 'iad1', netlify: 'iad', google: 'europe-west1' }[place.split('/')[1] ?? ''] ?? 'eu-west-1'
  const typed = words.map((word) => (word === 'REGION' ? region : word))
  const argv = ['bench', ...places[place], ...typed, '--dry-run']
  return runInProcess(argv, { cwd, env: { PATH: process.env.PATH ?? '' } })
}

/** Verdicts have a table of their own, in test/stats/budget and test/cli. */
const elsewhere = ['--baseline', '--fail-if-slower', '--lambda-payload', '--until-decided', '--color']

describe('a flag of bench is honoured or refused, never ignored', () => {
  const flags = benchOptions.map(({ flags: text }) => /--[\w-]+/.exec(text)?.[0] ?? text)

  it('and every one of them is in this table', () => {
    expect(flags.filter((flag) => !(flag in table) && !elsewhere.includes(flag))).toEqual([])
  })

  it.each(Object.keys(table).filter((flag) => flags.includes(flag)))('%s', async (flag) => {
    const [words, honoured] = table[flag] as [readonly string[], readonly Place[]]
    const taken: Place[] = []
    for (const place of all) {
      const { code, stderr } = await plan(place, words)
      if (code === 0) taken.push(place)
      else expect(stderr, place).toMatch(/^error: .+\n {2}\S/m)
    }
    expect(taken.sort()).toEqual([...honoured].sort())
  })

  it.each([
    ['lambda/engine', ['--event', './e.json', '--path', '/x'], 'The event has no place for it, so --path'],
    ['lambda/engine', ['--event', 's3', '--body', '{}'], '--body has no effect'],
    ['lambda/engine', ['--event', 'sqs', '--header', 'a: b'], '--header has no effect'],
    ['own-lambda', ['--event', 'schedule', '--method', 'PUT'], '--method has no effect'],
    ['own-lambda', ['--region', 'eu-west-1,us-east-1'], '--region has no effect'],
    ['sample/engine', ['--event', 'sqs'], 'any other is for a function of your own, so --event'],
    ['sample/engine', ['--event', './e.json'], 'any other is for a function of your own, so --event'],
    ['sample/lambda', ['--event', 'rest-api'], 'any other is for a function of your own, so --event'],
    ['sample/engine', ['--force'], 'No file is asked for with --output, so --force'],
    ['sample/engine', ['--quiet', '--verbose'], 'contradict each other'],
    [
      'sample/netlify',
      ['--netlify-account', 'a', '--netlify-site', 's'],
      'so --netlify-account has no effect',
    ],
    ['sample/lambda', ['--lambda-evict-by', 'versions'], '--cold-by evict was not given'],
    ['sample/engine', ['--idle', '5s', '--cold-by', 'evict'], '--cold-by idle was not given, so --idle'],
    ['sample/engine', ['--adaptive-idle', '--cold-by', 'evict'], 'so --adaptive-idle has no effect'],
    ['sample/engine', ['--idle', '5s', '--cold', '0'], 'No cold start is asked for'],
    ['sample/vercel', ['--no-wrapper'], 'The sample function names its instances by itself'],
    ['file/lambda', ['--no-wrapper'], 'is measured untouched, so --no-wrapper'],
  ] as const)('%s with %j is refused', async (place, words, what) => {
    writeFileSync(join(cwd, 'e.json'), '{}')
    const { code, stderr } = await plan(place, words)
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(what) })
  })

  it.each<[string, object, string]>([
    [
      'an event of a Vercel function',
      { functions: { a: { entry: './api/hello.mjs', event: 'sqs' } } },
      'It is not a Lambda function, so event of a',
    ],
    [
      'an export of a Netlify function',
      { functions: [{ entry: './netlify.mjs', provider: 'netlify', export: 'handler' }] },
      'so export of ./netlify.mjs has no effect',
    ],
    [
      'a path of an SQS event',
      { functions: { a: { entry: './lambda.mjs', event: 'sqs', path: '/x' } } },
      'Its event has no place for it, so path of a',
    ],
    [
      'a method of an event that is for all',
      { event: 's3', functions: { a: { entry: './lambda.mjs', method: 'PUT' } } },
      'so method of a',
    ],
    [
      'a page of a Lambda function',
      { functions: { a: { entry: './lambda.mjs', expectType: 'html' } } },
      'so expectType of a',
    ],
    ['a gap between copies that there are not', { replicaGap: '1s' }, 'so replicaGap has no effect'],
    ['a gap before warm invocations of none', { warm: 0, warmGap: '1s' }, 'so warmGap has no effect'],
    ['a verdict that is let pass, and none asked for', { allowInconclusive: true }, '--budget'],
    ['a region', { region: 'eu-west-1' }, 'so --region has no effect'],
    [
      'a form of the sample for a file',
      {
        functions: './api/hello.mjs',
        providers: 'vercel',
        deploy: true,
        options: { vercel: { handler: 'web' } },
      },
      'so options.vercel.handler has no effect',
    ],
    [
      'a way of evicting that is not asked for',
      { providers: 'lambda', deploy: true, options: { lambda: { evictBy: 'versions' } } },
      'so options.lambda.evictBy has no effect',
    ],
    ['a setting of a provider that there is not', { options: { lamda: { mode: 'url' } } }, 'lamda'],
    ['a setting that a provider has not', { options: { lambda: { mod: 'url' } } }, 'mod'],
  ])('a configuration file with %s is refused', async (_, config, what) => {
    const path = join(cwd, 'other.json')
    writeFileSync(path, JSON.stringify(config))
    const argv = ['bench', '--config', path, '--dry-run']
    const { code, stderr } = await runInProcess(argv, { cwd, env: { PATH: process.env.PATH ?? '' } })
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(what) })
  })

  it('settings of a platform in a configuration file do no harm to a run without it', async () => {
    const path = join(cwd, 'shared.json')
    writeFileSync(path, JSON.stringify({ options: { lambda: { mode: 'url' }, vercel: { fluid: false } } }))
    const argv = ['bench', '--config', path, '--dry-run']
    const { code, stderr } = await runInProcess(argv, { cwd, env: { PATH: process.env.PATH ?? '' } })
    expect({ code, stderr }).toMatchObject({ code: 0 })
  })

  it.each([
    ['lambda/engine', ['--event', 'sqs', '--body', '{}']],
    ['sample/engine', ['--provider', 'cloudflare', '--deploy', '--cloudflare-account', 'a']],
    ['sample/engine', ['--provider', 'cloudflare', '--worker-cold', 'isolate']],
    ['file/lambda', ['--no-wrapper', '--lambda-mode', 'url']],
    ['sample/engine', ['--idle', '5s', '--cold-by', 'evict', '--burst', '3']],
    ['sample/engine', ['--budget', 'cold.p50 < 1s', '--allow-inconclusive', '--allow-unlike']],
    ['sample/engine', ['--event', 'function-url']],
    ['sample/engine', ['--event', './nonce.json']],
    ['lambda/engine', ['--event', 'rest-api', '--path', '/x', '--method', 'PUT']],
  ] as const)('%s with %j is honoured', async (place, words) => {
    expect(await plan(place, words)).toMatchObject({ code: 0 })
  })
})
