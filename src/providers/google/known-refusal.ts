import type { GoogleError } from './google-error.ts'

/** A refusal whose cause is told by its reason or its words, with what to do about it. */
interface KnownRefusal {
  readonly code: 'google-refused'
  readonly details: { readonly hint: string }
}

/**
 * What Google's reasons (ErrorInfo, https://google.aip.dev/193) and the words of its older replies mean.
 * @param project that the call was about, where the error names no other
 */
export function knownRefusal(error: GoogleError, project: string): KnownRefusal | undefined {
  const found = causes.find(({ reason, words }) => error.reason === reason || words.test(error.message))
  if (!found) return undefined
  const see = error.helpUrl ? ` See ${error.helpUrl}` : ''
  return { code: 'google-refused', details: { hint: found.hint(error.consumer ?? project) + see } }
}

/** What to do where the account that builds functions lacks its role, as in projects made since July 2024. */
export const BUILD_ACCOUNT_HINT =
  'Since July 2024 the default build account of a new project may lack its role: grant it ' +
  'roles/cloudbuild.builds.builder, or name another with --google-build-service-account <email>. ' +
  'See https://cloud.google.com/functions/docs/troubleshooting#build-service-account'

interface Cause {
  readonly reason: string
  readonly words: RegExp
  readonly hint: (project: string) => string
}

const causes: readonly Cause[] = [
  {
    reason: 'BILLING_DISABLED',
    words:
      /billing (?:is |has been )?disabled|billing account .*(?:disabled|not found|closed)|requires billing/i,
    hint: (project) =>
      `Link a billing account to the project ${project}: https://console.cloud.google.com/billing/linkedaccount?project=${project}.`,
  },
  {
    reason: 'USER_PROJECT_DENIED',
    words: /serviceusage\.serviceUsageConsumer|serviceusage\.services\.use/,
    hint: (project) =>
      `Calls of this account are counted against the project ${project}, which does not let it: grant roles/serviceusage.serviceUsageConsumer there, or name another project in GOOGLE_CLOUD_QUOTA_PROJECT.`,
  },
  {
    reason: 'BUILD_SERVICE_ACCOUNT',
    words:
      /build service account|default service account is missing required IAM roles|roles\/cloudbuild\.builds\.builder/i,
    hint: () => BUILD_ACCOUNT_HINT,
  },
]
