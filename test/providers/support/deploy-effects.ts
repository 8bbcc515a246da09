import type { CloudName } from '../../support/deployed-bench.ts'
import { isFrameworkInstalled } from '../../support/google-stand-in/engine-host.ts'
import { isWorkerdInstalled } from '../../support/stand-in/engine-runner.ts'

export const FILES = {
  'package.json': '{"type":"module"}',
  'some.env': 'FROM_FILE=file-7',
  'lib/lambda.js': `export const other = async () => ({ statusCode: 200, body: 'x' })\nexport const handler = other`,
  'api/vercel.js': 'export default (req, res) => res.end("x")',
  'lib/netlify.js': 'export default async () => new Response("x")',
  'src/worker.js': 'export default { fetch: () => new Response("x") }',
  'wrangler.jsonc': '{ "compatibility_date": "2026-02-03", "vars": { "OF_FILE": "file-8" } }',
  'lib/google.js': `export const other = (req, res) => res.send('x')\nexport const google = other`,
}

/** What one word of `deploy` brings about: a text that stands in the platform's calls with it alone, or without it alone. */
type Effect = readonly [words: string, seen: RegExp | { readonly gone: RegExp }]

export interface Deploy {
  readonly cloud: CloudName
  readonly source: string
  /** Words of `bench`, where `deploy` does not have the flag. */
  readonly bench?: string
  /** Given with and without the words of the effects. */
  readonly always?: string
  readonly effects: readonly Effect[]
}

/** Some are run by what only the optional oracles have. */
export const isRuntimeHere = (cloud: CloudName) =>
  cloud === 'google' ? isFrameworkInstalled() : cloud !== 'cloudflare' || isWorkerdInstalled()

const PROOF = { gone: /___coldstart_proof/ }
export const deploys: Readonly<Record<string, Deploy>> = {
  'a file on Lambda': {
    cloud: 'lambda',
    source: 'lib/lambda.js',
    effects: [
      ['--memory 2048', /"MemorySize":2048/],
      ['--runtime nodejs22.x', /"Runtime":"nodejs22\.x"/],
      ['--architecture arm64', /"Architectures":\["arm64"\]/],
      ['--region eu-west-3', /Credential=[^,]*\/eu-west-3\/lambda/],
      ['--env TABLE=orders-7', /"TABLE":"orders-7"/],
      ['--env-file some.env', /"FROM_FILE":"file-7"/],
      ['--function-timeout 17s', /"Timeout":17\b/],
      ['--replicas 3', /"FunctionName":"coldstart-[^"]*-2"/],
      ['--export other', /"Handler":"lib\/lambda\.other"/],
      ['--schedule 0|5|*|*|*', /cron\(0 5/],
    ],
  },
  'a file behind a function URL of Lambda': {
    cloud: 'lambda',
    source: 'lib/lambda.js',
    effects: [['--lambda-mode url', /"InvokeMode"/]],
  },
  'a file behind a function URL of Lambda, untouched': {
    cloud: 'lambda',
    source: 'lib/lambda.js',
    always: '--lambda-mode url',
    effects: [['--no-wrapper', PROOF]],
  },
  'a folder on Lambda': {
    cloud: 'lambda',
    source: '',
    effects: [['--fixture folder --lambda-handler main.run', /"Handler":"main\.run"/]],
  },
  'the sample on Lambda, in Python': {
    cloud: 'lambda',
    source: '',
    always: '--runtime python3.14 --lambda-evict-by versions',
    effects: [['--lambda-snapstart', /"SnapStart":\{"ApplyOn":"PublishedVersions"/]],
  },
  'a file on Lambda that is measured': {
    cloud: 'lambda',
    source: 'lib/lambda.js',
    bench: '--cold-by evict --cold 1 --warm 0',
    effects: [
      ['--bundle-kb 64', /padding\.bin/],
      ['--lambda-evict-by versions', /functions\/[^/ ]+\/versions/],
    ],
  },
  'a file on Vercel that is measured': {
    cloud: 'vercel',
    source: 'api/vercel.js',
    bench: '--cold 1 --cold-by first --warm 0',
    effects: [['--bundle-kb 64', /padding\.bin/]],
  },
  'a file on Netlify that is measured': {
    cloud: 'netlify',
    source: 'lib/netlify.js',
    bench: '--cold 1 --cold-by first --warm 0',
    effects: [['--bundle-kb 64', /padding\.bin/]],
  },
  'a file on Google that is measured': {
    cloud: 'google',
    source: 'lib/google.js',
    bench: '--cold 1 --cold-by first --warm 0',
    effects: [['--bundle-kb 64', /padding\.bin/]],
  },
  'a Worker': {
    cloud: 'cloudflare',
    source: 'src/worker.js',
    effects: [
      ['--env TABLE=orders-7', /"secret_text","name":"TABLE","text":"orders-7"/],
      ['--env-file some.env', /"secret_text","name":"FROM_FILE","text":"file-7"/],
      ['--replicas 3', /(?:PUT \S+\/workers\/scripts\/[\w-]+\?[\s\S]*){3}/],
      ['--no-wrapper', PROOF],
    ],
  },
  'a Worker that is measured': {
    cloud: 'cloudflare',
    source: 'src/worker.js',
    bench: '--cold 1 --cold-by idle --idle 1s --warm 0',
    effects: [['--bundle-kb 64', /padding\.bin/]],
  },
  'a file on Vercel': {
    cloud: 'vercel',
    source: 'api/vercel.js',
    effects: [
      ['--memory 4096', /"functionDefaultMemoryType":"performance"/],
      ['--runtime nodejs22.x', /"runtime":"nodejs22\.x"/],
      ['--architecture arm64', /"architecture":"arm64"/],
      ['--region fra1', /"regions":\["fra1"\]/],
      ['--env TABLE=orders-7', /"orders-7"/],
      ['--env-file some.env', /"file-7"/],
      ['--function-timeout 17s', /"maxDuration":17/],
      ['--replicas 3', /api\/hello-2/],
      ['--vercel-fluid off', /"fluid":false/],
      ['--vercel-max-concurrency 3', /"maxConcurrency":3/],
      ['--vercel-environment preview', { gone: /"target":"production"/ }],
      ['--path /api/vercel?x=seven', /\?x=seven/],
      ['--no-wrapper', PROOF],
    ],
  },
  'the sample on Vercel': {
    cloud: 'vercel',
    source: '',
    effects: [
      ['--vercel-handler web', /vercel-web/],
      ['--schedule 0|5|*|*|*', /"schedule":"0 5 \* \* \*"/],
    ],
  },
  'a file on Netlify': {
    cloud: 'netlify',
    source: 'lib/netlify.js',
    effects: [
      ['--memory 2048', /"memory":2048/],
      ['--runtime nodejs22.x', /nodejs22\.x/],
      ['--region fra', /"region":"fra"|eu-central-1/],
      ['--env TABLE=orders-7', /orders-7/],
      ['--env-file some.env', /file-7/],
      ['--function-timeout 17s', /[?&]timeout=17\b/],
      ['--replicas 3', /hello-2|netlify-2/],
      ['--netlify-production', { gone: /"draft":true/ }],
      ['--schedule 0|5|*|*|*', /0 5 \* \* \*/],
      ['--no-wrapper', PROOF],
    ],
  },
  'the sample on Netlify': {
    cloud: 'netlify',
    source: '',
    effects: [['--netlify-api v1', /"runtimeAPIVersion":1/]],
  },
  'a file on Google': {
    cloud: 'google',
    source: 'lib/google.js',
    effects: [
      ['--memory 512', /"availableMemory":"512M/],
      ['--runtime nodejs24', /"runtime":"nodejs24"/],
      ['--region europe-west3', /locations\/europe-west3/],
      ['--google-project elsewhere', /projects\/elsewhere\//],
      ['--env TABLE=orders-7', /"TABLE":"orders-7"/],
      ['--env-file some.env', /"FROM_FILE":"file-7"/],
      ['--function-timeout 17s', /"timeoutSeconds":17/],
      ['--replicas 3', /functionId=coldstart-[^& ]*-2(?=[& ])/],
      ['--export other', /"entryPoint":"other"/],
      ['--google-cpu 2', /"availableCpu":"2"/],
      ['--google-service-account a@b.example', /a@b\.example/],
      ['--google-build-service-account c@d.example', /c@d\.example/],
      ['--google-invoker id-token', { gone: /allUsers/ }],
      ['--schedule 0|5|*|*|*', /"schedule":"0 5 \* \* \*"/],
      ['--no-wrapper', PROOF],
    ],
  },
}

export const wordsOf = (words: string) => words.split(' ').map((word) => word.replaceAll('|', ' '))
