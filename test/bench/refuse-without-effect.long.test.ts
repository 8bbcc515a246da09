import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchOptions } from '../../src/cli/bench-options.ts'
import { git } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { all, type Place, places, table } from './support/flags-by-place.ts'

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
