import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { gitEnv } from './git-repository.ts'
import { temporaryFolder } from './temporary-folder.ts'

const bin = fileURLToPath(new URL('../../bin/coldstart.js', import.meta.url))

interface Step {
  readonly id?: string
  readonly if?: string
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

interface Workflow {
  readonly defaults?: { readonly run?: { readonly 'working-directory'?: string } }
  readonly jobs: Readonly<Record<string, { readonly steps: Step[] }>>
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly steps: Step[] }
}

/** What a step's shell wrote and returned; left out for steps that only use an action. */
export interface StepOutcome {
  readonly name: string
  readonly code: number
  readonly output: string
}

export interface Job {
  /** The checkout that the job works in. */
  readonly cwd: string
  /** Variables that the runner sets, beside those of every run. */
  readonly env?: Readonly<Record<string, string>>
  /** `github.token`, `secrets.KEY`: what expressions stand for. */
  readonly values?: Readonly<Record<string, string>>
  /** Programs in front of the machine's, by their names. */
  readonly programs?: Readonly<Record<string, string>>
}

/**
 * Runs the shell steps of a workflow's only job as GitHub's runner does: each in a bash of its own with `-e`, with the
 * step's variables, GITHUB_OUTPUT read after it; steps after a failure only where they say `!cancelled()`.
 */
export async function runWorkflow(path: string, job: Job): Promise<StepOutcome[]> {
  const workflow = parse(readFileSync(path, 'utf8')) as Workflow
  const cwd = join(job.cwd, workflow.defaults?.run?.['working-directory'] ?? '.')
  const [{ steps = [] } = {}] = Object.values(workflow.jobs)
  return runSteps(steps, cwd, job)
}

/**
 * The same for the steps of a composite action.
 * @param inputs in place of its defaults
 * @param job whose values may hold outputs of steps, `steps.bench.outputs.run`
 * @param from the first step that is run
 */
export async function runAction(
  path: string,
  inputs: Readonly<Record<string, string>>,
  job: Job,
  from = 0,
): Promise<StepOutcome[]> {
  const action = parse(readFileSync(path, 'utf8')) as Action
  const values: Record<string, string> = { ...job.values }
  for (const [name, { default: text = '' }] of Object.entries(action.inputs))
    values[`inputs.${name}`] = inputs[name] ?? expand(text, values)
  return runSteps(action.runs.steps.slice(from), job.cwd, { ...job, values })
}

async function runSteps(steps: readonly Step[], cwd: string, job: Job): Promise<StepOutcome[]> {
  const scratch = temporaryFolder()
  const env = runnerEnv(scratch, job)
  const values: Record<string, string> = { ...job.values }
  const outcomes: StepOutcome[] = []
  for (const [index, step] of steps.entries()) {
    if (step.run === undefined || !isWanted(step, values, outcomes)) continue
    const output = join(scratch, `output-${index}`)
    writeFileSync(output, '')
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, expand(text, values)])
    const name = step.name ?? step.run
    const variables = { ...env, ...Object.fromEntries(own), GITHUB_OUTPUT: output }
    outcomes.push({ name, ...(await runStep(step.run, cwd, variables)) })
    for (const [, key, value = ''] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      values[`steps.${step.id}.outputs.${key}`] = value
  }
  return outcomes
}

/** Runs the lines of a job of another CI, in front of which npx is the package under test. */
export function runScript(script: string, job: Job): Promise<Omit<StepOutcome, 'name'>> {
  const { GITHUB_ACTIONS: _, ...env } = runnerEnv(temporaryFolder(), job)
  return runStep(script, job.cwd, env)
}

function runnerEnv(scratch: string, { env = {}, programs = {} }: Job): Record<string, string> {
  const folder = join(scratch, 'bin')
  mkdirSync(folder)
  mkdirSync(join(scratch, 'temp'))
  // npx --yes coldstart@1.2.3 words: the package under test in place of the registry's.
  const npx = `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${bin}' "$@"\n`
  for (const [name, text] of Object.entries({ npx, ...programs })) {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  return {
    ...gitEnv,
    PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
    HOME: scratch,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_REF_NAME: 'main',
    GITHUB_STEP_SUMMARY: join(scratch, 'summary.md'),
    RUNNER_TEMP: join(scratch, 'temp'),
    NO_COLOR: '1',
    ...env,
  }
}

function isWanted(
  { if: condition }: Step,
  values: Readonly<Record<string, string>>,
  before: readonly StepOutcome[],
) {
  const wants = condition ?? 'success()'
  const output = /(steps\.\S+) != ''/.exec(wants)?.[1]
  if (output !== undefined && !values[output]) return false
  const [, input = '', wanted] = /(inputs\.\S+) == '(.*?)'/.exec(wants) ?? []
  if (wanted !== undefined && values[input] !== wanted) return false
  return wants.includes('!cancelled()') || before.every(({ code }) => code === 0)
}

/** Names, and of several with `||` between them the first that is not empty. */
function expand(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ *([\w.-]+(?: \|\| [\w.-]+)*) *\}\}/g, (_, names: string) => {
    return (
      names
        .split(' || ')
        .map((name) => values[name])
        .find(Boolean) ?? ''
    )
  })
}

function runStep(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<Omit<StepOutcome, 'name'>> {
  return new Promise((resolve) => {
    const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
    execFile('bash', words, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` })
    })
  })
}
