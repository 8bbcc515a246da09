import { randomName } from '../../core/ids.ts'

/** Every remote name begins with it, so that what no ledger knows can still be found. */
export const NAME_PREFIX = 'coldstart-'
/** Tags on everything that can carry them; deletion of what the ledger has no id for asks for them first. */
export const DEPLOYMENT_TAG = 'coldstart:deployment'
const RUN_TAG = 'coldstart:run'

const LONGEST_NAME = 64
const LONGEST_SUFFIX = '-scheduler'.length

/** A deployment's id, the prefix of all its names; two deployments of one run differ in the last eight letters. */
export function newDeploymentId(runId: string): string {
  const unique = randomName(8)
  const run = runId.replaceAll(/[^\w-]/g, '-')
  const room = LONGEST_NAME - LONGEST_SUFFIX - NAME_PREFIX.length - unique.length - 1
  return `${NAME_PREFIX}${run.slice(0, room)}-${unique}`
}

/** The name of a replica. */
export function functionNameOf(deploymentId: string, replica: number): string {
  return `${deploymentId}-${replica}`
}

/** The name of the role that functions of a deployment run with. */
export function roleNameOf(deploymentId: string): string {
  return `${deploymentId}-role`
}

/** The name of the role by which functions of a deployment are called on schedule. */
export function schedulerNameOf(deploymentId: string): string {
  return `${deploymentId}-scheduler`
}

/** The group that a function logs to. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`
}

/** The tags by which a resource is known as ours. */
export function tagsOf(deploymentId: string, runId: string): Record<string, string> {
  return { [DEPLOYMENT_TAG]: deploymentId, [RUN_TAG]: runId }
}
