import { newRemoteName } from '../remote-name.ts'

/** Every remote name starts with it, so leftovers can be recognised. */
export const NAME_PREFIX = 'coldstart-'

/** Label that a function of ours carries; its value is the deployment. */
export const DEPLOYMENT_LABEL = 'coldstart-deployment'

/** Unique for each deploy of a run, and legal as a label value (lower case, 63 characters). */
export function newDeploymentId(runId: string): string {
  return newRemoteName(runId).replace(NAME_PREFIX, 'google-')
}

/** Function ids take 4–63 characters, the Cloud Run service of the same name fewer than 50. */
export function functionIdOf(deploymentId: string, replica: number): string {
  return `${deploymentId.replace('google-', NAME_PREFIX)}-${replica + 1}`
}

/** The parts of a full name of a function. */
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
