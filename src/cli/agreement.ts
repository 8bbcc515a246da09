import type { TakeDownEvent } from '../bench/take-down.ts'
import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import { describePackage } from '../plan/describe-package.ts'
import type { DeployPlan, DeployPreview } from '../providers/provider.ts'
import type { Io } from './io.ts'

/** A question before something is made or removed. */
export interface Confirmation {
  /** What is about to happen, in full lines, shown on stderr either way. */
  readonly text: string
  readonly question: string
  /** `--yes` was given. */
  readonly yes: boolean
}

/**
 * Shows what is about to happen and asks.
 * @returns false when the answer is no
 * @throws ColdstartError `bad-arguments` where nobody can answer and `--yes` is missing
 */
export async function confirm({ text, question, yes }: Confirmation, io: Io): Promise<boolean> {
  io.stderr.write(`${text}\n`)
  if (yes) return true
  const answer = await io.ask(`${question} [y/N] `)
  if (answer === undefined)
    throw new ColdstartError('bad-arguments', {
      reason: 'There is no terminal to ask on and --yes was not given, so nothing was done.',
      suggestion: 'the same command with --yes',
    })
  if (/^y(es)?$/i.test(answer.trim())) return true
  io.stderr.write('Nothing was done.\n')
  return false
}

/** What a deploy asks the user to agree to. */
export interface DeployAgreement {
  readonly plans: readonly DeployPlan[]
  /** `--yes` was given. */
  readonly yes: boolean
  /** What is made is taken down again after a run. */
  readonly forRun: boolean
}

/**
 * Shows what will be made, on which account, at what cost, and asks before the first remote create.
 * @returns false when the answer is no; true, unasked, when there is nothing to make
 * @throws ColdstartError `bad-arguments` where nobody can answer and --yes is missing
 */
export async function agreeToDeploy({ plans, yes, forRun }: DeployAgreement, io: Io): Promise<boolean> {
  if (plans.length === 0) return true
  const previews = plans.map(({ preview }) => describePreview(preview)).join('\n\n')
  const text = forRun
    ? `${previews}\nAll of it is taken down after the run, unless --keep is given.`
    : previews
  return confirm({ text, question: 'Deploy this?', yes }, io)
}

function describePreview(preview: DeployPreview): string {
  const { provider, account, region, creates, cost, notes = [], package: uploaded } = preview
  const where = region ? ` in ${region}` : ''
  const made = creates.length > 0 ? creates.map((line) => `  + ${line}`) : ['  nothing is made']
  return [
    `${provider}, account ${account}${where}:`,
    ...made,
    ...(uploaded ? describePackage(uploaded).map((line) => `  ${line}`) : []),
    `  costs ${cost}`,
    ...notes.map((note) => `  ${note}`),
  ].join('\n')
}

/** One deployment as `list` and `destroy` show it: its id and place, then what it has. */
export function describeDeployment(deployment: Deployment): string {
  const { id, provider, region, account, createdAt, resources, targets } = deployment
  const place = [region, account && `account ${account}`].filter(Boolean).join(', ')
  const state = targets.length === 0 ? ', unfinished' : ''
  const things = resources.map(
    ({ kind, name, owned }) => `  ${kind} ${name}${owned ? '' : ' (yours: measured, never deleted)'}`,
  )
  return [`${id}  ${provider}${place && ` ${place}`}, since ${createdAt}${state}`, ...things].join('\n')
}

/** What became of one deployment, in full lines for stderr. */
export function describeTakeDown(event: TakeDownEvent): string {
  if (event.type === 'kept') return 'Kept; coldstart list shows it, coldstart destroy takes it down.\n'
  const { id } = event.deployment
  if (event.type === 'destroyed') return `destroyed ${id}\n`
  return `error: ${id}: ${event.error.message}\n  ${event.error.hint}\n`
}
