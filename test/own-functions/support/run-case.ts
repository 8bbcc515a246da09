import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Clock } from '../../../src/core/clock.ts'
import type { ProbeReply } from '../../../src/core/probe-request.ts'
import { hurriedClock } from '../../support/hurried-clock.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import cases from '../cases.json' with { type: 'json' }
import type { CaseFunction, CaseOutcome, CaseRun } from './case.ts'
import { layOut, writeSettings } from './lay-out.ts'

export const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24

/** What `bench` read on the wire while a case ran, in the order of the replies, and what each request was for. */
const seen = vi.hoisted(() => ({
  replies: [] as { nonce: string; reply: ProbeReply }[],
  targets: new Map<string, string>(),
}))

vi.mock('../../../src/run/target-book.ts', async (original) => {
  const real = await original<typeof import('../../../src/run/target-book.ts')>()
  const openTargetBook: typeof real.openTargetBook = (prepared) => {
    const book = real.openTargetBook(prepared)
    const requestTo: typeof book.requestTo = (target, nonce) => {
      seen.targets.set(nonce, target.id)
      return book.requestTo(target, nonce)
    }
    return { ...book, requestTo }
  }
  return { ...real, openTargetBook }
})

vi.mock('../../../src/providers/lambda/invoke-reply.ts', async (original) => {
  const real = await original<typeof import('../../../src/providers/lambda/invoke-reply.ts')>()
  const interpretLambdaReply: typeof real.interpretLambdaReply = (reply, nonce) => {
    seen.replies.push({ nonce, reply })
    return real.interpretLambdaReply(reply, nonce)
  }
  return { ...real, interpretLambdaReply }
})

vi.mock('../../../src/core/function-report.ts', async (original) => {
  const real = await original<typeof import('../../../src/core/function-report.ts')>()
  const interpretHttpReply: typeof real.interpretHttpReply = (reply, nonce, signs) => {
    seen.replies.push({ nonce, reply })
    return real.interpretHttpReply(reply, nonce, signs)
  }
  return { ...real, interpretHttpReply }
})

/** Measures one of the cases by its name. */
export async function runCase(name: string, run: CaseRun = {}): Promise<CaseOutcome> {
  return measure(caseNamed(name), run)
}

/** One of the cases. @throws Error where there is none of that name */
export function caseNamed(name: string): CaseFunction {
  const found = cases.find((one) => one.name === name)
  if (!found) throw new Error(`no case ${name}`)
  return found as CaseFunction
}

/** Lays a function's project out in an empty folder and measures it with the command, on the real engine. */
export async function measure(found: CaseFunction, run: CaseRun = {}): Promise<CaseOutcome> {
  const folder = temporaryFolder()
  layOut(folder, found, run)
  const { timeoutMs: functionTimeout } = run
  writeSettings(folder, { ...settingsOf(run), ...(functionTimeout && { functionTimeout }) })
  const words = run.words ?? ['--cold', '1', '--warm', '1']
  const outcome = await bench(
    folder,
    [
      ...['--function', found.function, '--cold-by', 'evict'],
      ...(run.detects ? [] : ['--provider', run.contract ?? found.contract]),
      ...(run.exported ? ['--export', run.exported] : []),
      ...words,
    ],
    run.shell,
    // A new version of a Worker is waited for by the clock, and the stand-in's is there at once.
    run.shell && found.contract === 'cloudflare' ? hurriedClock : undefined,
  )
  return { ...outcome, folder, ...repliesTo(), samples: readSamples(folder) }
}

/** A function, with what is said and set for it. */
export type OrderedCase = readonly [found: CaseFunction, run: Omit<CaseRun, 'words' | 'shell'>]

/**
 * Measures functions in one run, each in a project of its own below an empty folder: one cold start, one warm
 * invocation. @returns what the command said, and of each function in their order what it gave
 */
export async function measureTogether(cases: readonly OrderedCase[]): Promise<CaseOutcome[]> {
  const cwd = temporaryFolder()
  const functions = cases.map(([found, run], index) => {
    const name = `f${index}`
    layOut(join(cwd, name), found, run)
    const { contract = found.contract, exported, timeoutMs: timeout } = run
    return {
      name,
      entry: `./${name}/${found.function}`,
      ...(run.detects ? {} : { provider: contract }),
      ...(exported && { export: exported }),
      ...(timeout && { timeout }),
      ...settingsOf(run),
    }
  })
  writeSettings(cwd, { functions })
  const outcome = await bench(cwd, ['--cold', '1', '--warm', '1', '--cold-by', 'first'])
  const samples = readSamples(cwd)
  return functions.map(({ name }) => ({
    ...outcome,
    folder: join(cwd, name),
    ...repliesTo(name),
    samples: samples.filter(({ target }) => target === name),
  }))
}

function bench(cwd: string, words: readonly string[], env?: CaseRun['shell'], clock?: Clock) {
  seen.replies = []
  seen.targets.clear()
  return runInProcess(['bench', ...words], { cwd, ...(env && { env }), ...(clock && { clock }) })
}

function settingsOf({ request, variables: env }: CaseRun): object {
  const { expect, ...asked } = request ?? {}
  return { ...asked, ...(expect?.status && { expectStatus: expect.status }), ...(env && { env }) }
}

/** The first reply of a function, or of the only one, with its value. */
function repliesTo(target?: string): Pick<CaseOutcome, 'first' | 'value'> {
  // A deploy asks too, before anything is measured.
  const found = seen.replies.find(({ nonce }) => {
    const asked = seen.targets.get(nonce)
    return target === undefined ? asked !== undefined : asked === target
  })
  return { first: found?.reply, value: found && readValue(found.reply) }
}

function readValue({ body }: ProbeReply): unknown {
  const text = new TextDecoder().decode(body)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readSamples(folder: string): CaseOutcome['samples'] {
  const results = join(folder, 'results')
  if (!existsSync(results)) return []
  const file = readdirSync(results).find((one) => one.endsWith('.jsonl'))
  const lines = readFileSync(join(results, file ?? ''), 'utf8')
    .trim()
    .split('\n')
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'sample')
    .map(({ sample }) => sample)
}
