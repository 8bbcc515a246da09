import { randomName } from '../../core/ids.ts'

/** Every remote name starts with it, so leftovers can be recognised. */
export const NAME_PREFIX = 'coldstart'

/** Label that a function of ours carries; its value is the deployment. */
export const DEPLOYMENT_LABEL = 'coldstart-deployment'

/**
 * `google-20261123t154200-k3f9-p7q2`: unique for each deploy of a run, legal as a label value
 * (lower-case letters, digits and dashes, 63 characters).
 */
export function newDeploymentId(runId: string): string {
  const slug = runId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
    .slice(0, 24)
  return `google-${slug}-${randomName(4)}`
}

/** Function ids take 4–63 characters, the Cloud Run service of the same name fewer than 50. */
export function functionIdOf(deploymentId: string, replica: number): string {
  return `${NAME_PREFIX}-${deploymentId.replace(/^google-/, '')}-${replica + 1}`
}

export interface FunctionName {
  readonly project: string
  readonly region: string
  readonly id: string
}

/** `projects/p/locations/r/functions/f`, the name everything is kept under in the ledger. */
export function fullName({ project, region, id }: FunctionName, collection = 'functions'): string {
  return `projects/${project}/locations/${region}/${collection}/${id}`
}

/** The parts of a full name of any collection. */
export function partsOf(name: string): FunctionName {
  const [, project = '', , region = '', , id = ''] = name.split('/')
  return { project, region, id }
}
