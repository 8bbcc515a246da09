import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { benchDeployed, coldsOf, type RunningCloud, type SeenSample } from '../support/deployed-bench.ts'
import { gitEnv, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { isFrameworkInstalled } from '../support/google-stand-in/engine-host.ts'
import { runCliAndKill } from '../support/run-cli.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { clouds, type Name } from './support/clouds-that-tell.ts'

/** A fetch handler in TypeScript with a module of its own, that has changed since v1. */
function repository(): string {
  const cwd = repositoryOf({
    'package.json': '{"type":"module"}',
    '.gitignore': 'results\n.coldstart\ncache\n',
    'words.ts': 'export const words = (name: string): string => name + process.env.WHO',
    'fn.ts': `import { words } from './words.ts'
export default { fetch: (request: Request) => new Response(words('old')) }`,
  })
  writeFiles(cwd, {
    'fn.ts': `import { words } from './words.ts'
export default { fetch: (request: Request): Response => new Response(words('new')) }`,
  })
  return cwd
}

const WORDS = (cloud: Name) => ['fn.ts', '--against', 'v1', '--provider', cloud, '--env', 'WHO=me']
const environment = (cwd: string, { env }: RunningCloud) => ({
  ...gitEnv,
  ...env,
  XDG_CACHE_HOME: join(cwd, 'cache'),
})

describe.each(Object.keys(clouds) as Name[])('--against with --deploy, on %s', (name) => {
  const { start, creates, evicts, killedAfter } = clouds[name]
  const test = it.skipIf(name === 'google' && !isFrameworkInstalled())

  test('deploys both sides, measures them in turns, and takes both down', async () => {
    const cwd = repository()
    const cloud = await start()
    const made: string[] = []
    cloud.listen((call) => void (creates.test(call) && made.push(call)))
    const { result, samples } = await benchDeployed(WORDS(name), { env: environment(cwd, cloud), cwd })
    expect(made).toHaveLength(2)
    expect(result.changes).toMatchObject([{ before: 'v1', after: 'working tree', rounds: 2, unpaired: 0 }])
    expect(visitsOf(samples)).toEqual([
      ['v1', 'working tree'],
      ['v1', 'working tree'],
      ['v1', 'working tree'],
    ])
    const [old, now] = result.targets.map(({ facts }: { facts: { function: object } }) => facts.function)
    expect(old).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) })
    expect([now.commit, now.sha256 === old.sha256]).toEqual([undefined, false])
    expect(cloud.contents()).toEqual([])
    expect(cloud.refusals()).toEqual([])
  })

  test('goes on after SIGKILL with the deployments that are there, and the same pairs', async () => {
    const cwd = repository()
    const cloud = await start()
    const env = environment(cwd, cloud)
    const made: string[] = []
    const bench = [
      'bench',
      ...WORDS(name),
      ...'--deploy --yes --cold-by evict --cold 2 --warm 0 --quiet'.split(' '),
    ]
    const { signal } = await runCliAndKill(bench, {
      env,
      cwd,
      listen: (kill) =>
        cloud.listen(async (call) => {
          if (creates.test(call)) made.push(call)
          if (evicts.test(call) && sampledIn(cwd) >= killedAfter) await kill()
        }),
    })
    expect(signal).toBe('SIGKILL')
    cloud.listen((call) => void (creates.test(call) && made.push(call)))
    const before = sampledIn(cwd)
    const words = 'resume --yes --env WHO=me --format json --samples --quiet'.split(' ')
    const { code, stdout, stderr } = await runInProcess(words, {
      env,
      cwd,
      nodeVersion: process.version,
    })
    expect(code, stderr).toBe(0)
    const result = JSON.parse(stdout)
    expect(made).toHaveLength(2)
    expect(result.samples.length).toBeGreaterThan(before)
    expect(coldsOf(result.samples).map(([observed]) => observed)).toEqual(
      Array.from({ length: 6 }, () => 'cold'),
    )
    expect(result.changes).toMatchObject([{ before: 'v1', after: 'working tree', rounds: 2 }])
    expect(cloud.contents()).toEqual([])
  })

  test('leaves nothing behind that destroy does not find, when it is killed while it deploys', async () => {
    const cwd = repository()
    const cloud = await start()
    const env = environment(cwd, cloud)
    const { signal } = await runCliAndKill(['bench', ...WORDS(name), '--deploy', '--yes', '--cold', '1'], {
      env,
      cwd,
      listen: (kill) => cloud.listen((call) => (creates.test(call) ? kill() : undefined)),
    })
    expect(signal).toBe('SIGKILL')
    cloud.listen(undefined)
    expect(cloud.contents()).not.toEqual([])
    const { code, stderr } = await runInProcess(['destroy', '--all', '--yes'], { env, cwd })
    expect(code, stderr).toBe(0)
    expect(cloud.contents()).toEqual([])
  })
})

/** Which targets each round has a cold start of, in alphabetical order. */
function visitsOf(samples: readonly SeenSample[]): string[][] {
  const colds = samples.filter(({ intended }) => intended === 'cold')
  const rounds = [...new Set(colds.map(({ round }) => round))]
  return rounds.map((round) =>
    colds
      .filter((one) => one.round === round)
      .map(({ target }) => target)
      .sort(),
  )
}

/** Samples that the run file of a folder has by now. */
function sampledIn(cwd: string): number {
  const folder = join(cwd, 'results')
  const [file] = (existsSync(folder) ? readdirSync(folder) : []).filter((one) => one.endsWith('.jsonl'))
  return file === undefined
    ? 0
    : readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"intended"')).length
}
