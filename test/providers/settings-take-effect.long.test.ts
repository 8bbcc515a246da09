import { afterEach, describe, expect, it, vi } from 'vitest'
import { startClouds, startNetlify, startVercel } from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Deploy, deploys, FILES, isRuntimeHere, wordsOf } from './support/deploy-effects.ts'
import { recordCalls } from './support/recorded-calls.ts'

afterEach(() => vi.restoreAllMocks())

async function callsOf(
  { cloud, source, always = '', bench }: Deploy,
  words: readonly string[],
): Promise<string> {
  const cwd = temporaryFolder()
  writeFiles(cwd, { ...FILES, 'folder/main.mjs': 'export const run = async () => ({ ok: 1 })' })
  const { env, refusals } = await startClouds([cloud])
  const said = recordCalls()
  const typed = [...always.split(' '), ...words].filter((word) => word !== '')
  const command =
    bench === undefined
      ? ['deploy', ...(source === '' ? [] : [source]), cloud]
      : ['bench', source, '--provider', cloud, '--deploy', ...bench.split(' ')]
  const { code, stderr } = await runInProcess([...command, ...typed, '--yes'], { env, cwd })
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(refusals()).toEqual([])
  const text = said()
  vi.restoreAllMocks()
  return text
}

describe('what deploy is told reaches the platform', () => {
  for (const [name, one] of Object.entries(deploys))
    it.skipIf(!isRuntimeHere(one.cloud))(name, async () => {
      const plain = await callsOf(one, [])
      const told = await callsOf(
        one,
        one.effects.flatMap(([words]) => wordsOf(words)),
      )
      const ignored = one.effects.filter(([, seen]) =>
        'gone' in seen
          ? !seen.gone.test(plain) || seen.gone.test(told)
          : seen.test(plain) || !seen.test(told),
      )
      expect(ignored.map(([words]) => words)).toEqual([])
    })
})

describe('what is made is made where it was said', () => {
  const deployed = async (typed: readonly string[], env: Readonly<Record<string, string>>) => {
    const cwd = temporaryFolder()
    writeFiles(cwd, FILES)
    const { code, stderr } = await runInProcess(['deploy', ...typed, '--yes'], { env, cwd })
    expect({ code, stderr }).toMatchObject({ code: 0 })
  }

  it('in a team of Vercel’s, which every call names', async () => {
    const { env, standIn, refusals } = await startVercel({ team: 'team_7' })
    await deployed(['api/vercel.js', 'vercel', '--vercel-team', 'team_7'], env)
    expect(refusals()).toEqual([])
    expect(standIn.projects.size).toBe(1)
  })

  it('in a team of Netlify’s, which is not the first', async () => {
    const { env, standIn } = await startNetlify({ teams: ['ada', 'second'] })
    const said = recordCalls()
    await deployed(['lib/netlify.js', 'netlify', '--netlify-account', 'second'], env)
    expect(said()).toMatch(/POST \S*\/second\/sites/)
    expect(standIn.sites.size).toBe(1)
  })

  it('on a site of Netlify’s that is there', async () => {
    const { env, standIn } = await startNetlify()
    const { id } = standIn.addSite('mine')
    await deployed(['lib/netlify.js', 'netlify', '--netlify-site', 'mine'], env)
    expect([...standIn.sites.keys()]).toEqual([id])
    expect([...standIn.deploys.values()].map(({ siteId }) => siteId)).toEqual([id])
  })
})
