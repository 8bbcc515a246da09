import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runInProcess } from '../support/run-in-process.ts'
import { failed as netlifyFailed, startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import type { StandIn } from '../support/stand-in/stand-in.ts'
import { startVercelStandIn, failed as vercelFailed } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const tokens = { VERCEL_TOKEN: 'planted-vercel-4711', NETLIFY_AUTH_TOKEN: 'planted-netlify-4711' }

type Platform = StandIn & {
  readonly baseUrls: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
}

/** Runs the CLI in a folder of its own; what it says on both streams. */
function cliIn(cwd: string, standIn: Platform) {
  const urls = Object.entries(standIn.baseUrls).map((pair) => pair.join('='))
  const env = { ...tokens, COLDSTART_BASE_URLS: urls.join(',') }
  return async (...args: string[]) => {
    const { code, stdout, stderr } = await runInProcess(args, { cwd, env })
    return { code, said: stdout + stderr }
  }
}

/** Everything in a folder, as one text. */
function readAll(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? readAll(path) : readFileSync(path, 'utf8')))
    .join('\n')
}

async function runEverything(
  provider: string,
  standIn: Platform,
  refusal: Parameters<StandIn['misbehave']>[0],
) {
  onTestFinished(() => standIn.close())
  const cwd = temporaryFolder()
  const run = cliIn(cwd, standIn)
  const outputs = [
    await run('doctor', provider, '--debug'),
    await run('deploy', provider, '--yes', '--debug', '--format', 'json'),
    await run('list', '--debug'),
    await run(
      'bench',
      '--provider',
      provider,
      '--yes',
      '--cold',
      '1',
      '--warm',
      '1',
      '--cold-by',
      'evict',
      '--debug',
    ),
  ]
  standIn.misbehave(refusal)
  outputs.push(
    await run('deploy', provider, '--yes', '--debug'),
    await run('destroy', '--all', '--yes', '--debug'),
  )
  const said = outputs.map((output) => output.said).join('\n')
  return { codes: outputs.map(({ code }) => code), said, written: readAll(cwd) }
}

describe('no secret', () => {
  it('of Vercel’s is in any output, error, ledger or debug log', async () => {
    const token = tokens.VERCEL_TOKEN
    const standIn = await startVercelStandIn({ token, states: [], protectsEverything: true })
    const reply = vercelFailed(400, 'bad_request', `the token ${token} is odd`)
    const refusal = { call: /POST \/v11\/projects/, reply }
    const { codes, said, written } = await runEverything('vercel', standIn, refusal)
    expect(codes).toEqual([0, 0, 0, 0, 1, 0])
    expect(standIn.secrets).toHaveLength(2)
    expect(said).toContain('the token [redacted] is odd')
    expect(said).toContain('/v13/deployments → 200')
    expect(written).toContain('"type":"sample"')
    for (const secret of [token, ...standIn.secrets]) expect(said + written).not.toContain(secret)
  })

  it('of Netlify’s is in any output, error, ledger or debug log', async () => {
    const token = tokens.NETLIFY_AUTH_TOKEN
    const standIn = await startNetlifyStandIn({ token, states: [] })
    const refusal = { call: /POST .*sites$/, reply: netlifyFailed(400, `the token ${token} is odd`) }
    const { codes, said, written } = await runEverything('netlify', standIn, refusal)
    expect(codes).toEqual([0, 0, 0, 0, 1, 0])
    expect(said).toContain('the token [redacted] is odd')
    expect(written).toContain('"type":"sample"')
    expect(said + written).not.toContain(token)
  })
})
