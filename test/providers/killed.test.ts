import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadProvider } from '../../src/providers/index.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createTestContext } from '../support/provider-context.ts'
import { startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import type { StandIn } from '../support/stand-in/stand-in.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const script = fileURLToPath(new URL('../support/stand-in/deploy-and-evict.mjs', import.meta.url))
const token = 'planted-token'
const env = { VERCEL_TOKEN: token, NETLIFY_AUTH_TOKEN: token }

interface Victim {
  readonly standIn: StandIn & { readonly baseUrls: Readonly<Record<string, string>> }
  /** Of the provider. */
  readonly options: object
  /** How many things of ours there are. */
  left(): number
}

async function vercel(): Promise<Victim> {
  const standIn = await startVercelStandIn({ token, states: [] })
  return { standIn, options: {}, left: () => standIn.projects.size + standIn.deployments.size }
}

async function netlify(): Promise<Victim> {
  const standIn = await startNetlifyStandIn({ token, states: [] })
  return { standIn, options: {}, left: () => standIn.sites.size + standIn.deploys.size }
}

async function netlifyOnOwnSite(): Promise<Victim> {
  const standIn = await startNetlifyStandIn({ token, states: [] })
  const { id } = standIn.addSite('my-blog')
  // The user's site is what must be left, and nothing else.
  const left = () => standIn.deploys.size + (standIn.sites.has(id) ? 0 : 1)
  return { standIn, options: { site: id }, left }
}

/**
 * Deploys, evicts and destroys in a process that is killed once the given number of calls has taken effect, before the
 * answer to the last one is sent; then destroys from the ledger that it left.
 */
async function killAndDestroy(start: () => Promise<Victim>, id: string, call: number) {
  const { standIn, options, left } = await start()
  onTestFinished(() => standIn.close())
  const cwd = temporaryFolder()
  const variables = { ...env, BASE_URLS: JSON.stringify(standIn.baseUrls) }
  const child = spawn(process.execPath, [script, id, JSON.stringify(options)], { cwd, env: variables })
  standIn.beforeAnswer((count) => count === call && child.kill('SIGKILL'))
  const [code, signal] = await once(child, 'exit')
  const clock = createFakeClock()
  const ledger = openLedger({ cwd, clock })
  onTestFinished(() => ledger.close())
  const context = createTestContext({ env, cwd, home: cwd, clock, ledger, baseUrls: standIn.baseUrls })
  const connection = (await loadProvider(id)).open(context)
  const made = left()
  for (const deployment of await ledger.open()) await connection.destroy(deployment)
  return {
    finished: code === 0,
    killed: signal === 'SIGKILL',
    made,
    left: left(),
    refusals: standIn.refusals,
  }
}

describe.each([
  ['Vercel', 'vercel', vercel],
  ['Netlify', 'netlify', netlify],
  ['Netlify on a site of the user’s', 'netlify', netlifyOnOwnSite],
] as const)('%s', (_, id, start) => {
  it('leaves nothing after a SIGKILL at any remote call and a destroy', async () => {
    const made: number[] = []
    for (let call = 1; ; call++) {
      const result = await killAndDestroy(start, id, call)
      expect(result, `killed at call ${call}`).toMatchObject({ left: 0, refusals: [] })
      made.push(result.made)
      if (result.finished) break
      expect(result.killed).toBe(true)
    }
    // The test would prove nothing if there had been nothing to leave.
    expect(Math.max(...made)).toBeGreaterThanOrEqual(2)
    expect(made.length).toBeGreaterThan(8)
  })
})
