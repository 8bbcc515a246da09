import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import type { ProbeReply } from '../../../src/core/probe-request.ts'
import type { FunctionRequest } from '../../../src/workload/workload-description.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import cases from '../cases.json' with { type: 'json' }

export const isNode24 = Number(process.versions.node.split('.', 1)[0]) >= 24

/** What `bench` read on the wire, in the order of the replies, while a case ran. */
const seen = vi.hoisted(() => ({ replies: [] as ProbeReply[] }))

vi.mock('../../../src/providers/lambda/invoke-reply.ts', async (original) => {
  const real = await original<typeof import('../../../src/providers/lambda/invoke-reply.ts')>()
  const interpretLambdaReply: typeof real.interpretLambdaReply = (reply, nonce) => {
    seen.replies.push(reply)
    return real.interpretLambdaReply(reply, nonce)
  }
  return { ...real, interpretLambdaReply }
})

vi.mock('../../../src/core/function-report.ts', async (original) => {
  const real = await original<typeof import('../../../src/core/function-report.ts')>()
  const interpretHttpReply: typeof real.interpretHttpReply = (reply, nonce) => {
    seen.replies.push(reply)
    return real.interpretHttpReply(reply, nonce)
  }
  return { ...real, interpretHttpReply }
})

export interface CaseRun {
  readonly contract?: string
  readonly request?: FunctionRequest
  readonly variables?: Readonly<Record<string, string>>
  readonly timeoutMs?: number | string
  readonly exported?: string
  /** True where the contract has to be found. */
  readonly detects?: boolean
  readonly words?: readonly string[]
  /** Folder of node_modules that is put into the project. */
  readonly modules?: string
  /** False links that folder in place of copying it. */
  readonly copies?: boolean
  /** What the shell has, as for a cloud to deploy to. */
  readonly shell?: Readonly<Record<string, string>>
}

export interface CaseOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Body of the first reply: its JSON value, else its text. */
  readonly value: unknown
  readonly first: ProbeReply | undefined
  readonly samples: readonly {
    error?: { kind: string; message: string }
    temperature?: string
    phases: Record<string, number>
  }[]
  readonly folder: string
}

/** A function of a user's with the project that it lies in. */
export interface CaseFunction {
  readonly contract: string
  /** The file that is named on the command line. */
  readonly function: string
  readonly files: Readonly<Record<string, string>>
  readonly links?: object
}

/** Measures one of the cases by its name. */
export async function runCase(name: string, run: CaseRun = {}): Promise<CaseOutcome> {
  const found = cases.find((one) => one.name === name)
  if (!found) throw new Error(`no case ${name}`)
  return measure(found as CaseFunction, run)
}

/** Lays a function's project out in an empty folder and measures it with the command, on the real engine. */
export async function measure(found: CaseFunction, run: CaseRun = {}): Promise<CaseOutcome> {
  const folder = temporaryFolder()
  layOut(folder, found)
  if (run.modules && run.copies !== false)
    cpSync(run.modules, join(folder, 'node_modules'), { recursive: true })
  else if (run.modules) symlinkSync(run.modules, join(folder, 'node_modules'), 'junction')
  const { variables: env, request, timeoutMs: functionTimeout } = run
  seen.replies = []
  const { expect, ...asked } = request ?? {}
  const settings = {
    ...asked,
    ...(expect?.status && { expectStatus: expect.status }),
    ...(env && { env }),
    ...(functionTimeout && { functionTimeout }),
  }
  writeFileSync(join(folder, 'coldstart.config.json'), JSON.stringify(settings))
  const words = run.words ?? ['--cold', '1', '--warm', '1']
  const provider = run.contract ?? found.contract
  const outcome = await runInProcess(
    [
      ...['bench', '--function', found.function, '--cold-by', 'evict'],
      ...(run.detects ? [] : ['--provider', provider]),
      ...(run.exported ? ['--export', run.exported] : []),
      ...words,
    ],
    { cwd: folder, ...(run.shell && { env: run.shell }) },
  )
  const first = seen.replies[0]
  return { ...outcome, folder, first, value: first && readValue(first), samples: readSamples(folder) }
}

function layOut(folder: string, { files, links = {} }: { files: object; links?: object }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(target, join(folder, path))
  }
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
