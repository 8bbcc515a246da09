import { isColdstartError } from '../../core/errors.ts'
import type { ReadinessCheck } from '../readiness.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle } from './google-api.ts'

const NAME = 'build account'
/** Roles with which an account may build. */
const BUILDER_ROLES = ['roles/cloudbuild.builds.builder', 'roles/run.builder', 'roles/editor', 'roles/owner']
/** Those that build where none is named: Compute Engine's since July 2024, Cloud Build's own before. */
const DEFAULT_ACCOUNTS = /^serviceAccount:\d+(?:-compute@developer|@cloudbuild)\.gserviceaccount\.com$/

const REMEDY =
  'Grant it roles/cloudbuild.builds.builder, or name another with --google-build-service-account <email>. ' +
  'See https://cloud.google.com/functions/docs/troubleshooting#build-service-account'

/**
 * Whether an account that builds by default has a role to do it: since July 2024 it may have none in a new project.
 * Roles that come from folders, organisations and groups are not in the project's own policy, so this only warns.
 */
export async function checkBuildAccount(
  context: GoogleContext,
  project: string,
): Promise<readonly ReadinessCheck[]> {
  try {
    const { json } = await callGoogle(
      {
        api: 'resourceManager',
        project,
        action: "read the project's policy",
        method: 'POST',
        path: `/v3/projects/${project}:getIamPolicy`,
        json: { options: { requestedPolicyVersion: 3 } },
        idempotent: true,
      },
      context,
    )
    const bindings = Array.isArray(json.bindings) ? json.bindings.filter(isRecord) : []
    const builders = bindings
      .filter(({ role }) => BUILDER_ROLES.includes(String(role)))
      .flatMap(({ members }) => (Array.isArray(members) ? members.map(String) : []))
    const found = builders.find((member) => DEFAULT_ACCOUNTS.test(member))
    if (found) return [{ name: NAME, state: 'ok', found: `${found.replace(/^[^:]*:/, '')} may build` }]
    const missing = "no default build account has a builder's role in the project's own policy"
    return [{ name: NAME, state: 'warning', found: missing, remedy: REMEDY }]
  } catch (error) {
    if (!isColdstartError(error)) throw error
    const remedy = `Nothing, where functions were built here before. Otherwise: ${REMEDY}`
    return [{ name: NAME, state: 'warning', found: `could not be checked: ${error.message}`, remedy }]
  }
}
