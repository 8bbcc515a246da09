import { versions } from 'node:process'
import { helloFixture } from '../../support/stand-in/deploy-setup.ts'

/** Everywhere that something can be measured, as the words that choose it. */
export const places = {
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
export type Place = keyof typeof places
export const all = Object.keys(places) as Place[]

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
export const table: Readonly<Record<string, readonly [words: readonly string[], places: readonly Place[]]>> =
  {
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
