import { exitCodes } from '../exit-codes.ts'

const exitCode = exitCodes.failed

/** What only Google Cloud can refuse. */
export const googleErrors = {
  'google-credentials': (d: { reason: string; hint: string }) => ({
    message: `No usable Google Cloud credentials: ${d.reason}.`,
    hint: d.hint,
    exitCode,
  }),
  'google-project': (_: Record<never, never>) => ({
    message: 'No Google Cloud project is named.',
    hint: 'Set GOOGLE_CLOUD_PROJECT, or run gcloud config set project <id>.',
    exitCode,
  }),
  'google-identity-token': (d: { reason: string }) => ({
    message: `The function is private and no identity token could be obtained: ${d.reason}.`,
    hint:
      'Use a service account (key file, impersonation: gcloud auth application-default login ' +
      '--impersonate-service-account=<email>), or an organisation policy that allows public functions.',
    exitCode,
  }),
  'google-api-disabled': (d: {
    service: string
    project: string
    url?: string | undefined
    apis: readonly string[]
    /** The project that the refusal names, by its number as a rule; that of the quota may be another one. */
    consumer?: string | undefined
  }) => ({
    message: `${d.service} is switched off in the project ${d.project}.`,
    hint:
      `Run gcloud services enable ${d.apis.join(' ')} --project=${d.project}` +
      `${d.url ? ` or open ${d.url}` : ''}, wait a minute, and try again.` +
      (d.consumer
        ? ` Google counts the call against the project ${d.consumer}: where that is another one (the quota project of the credentials), take --project=${d.consumer}.`
        : ''),
    exitCode,
  }),
  'google-refused': (d: { action: string; reason: string; hint: string }) => ({
    message: `Google Cloud does not let this account ${d.action}: ${d.reason}.`,
    hint: d.hint,
    exitCode,
  }),
  'google-operation': (d: { action: string; reason: string; hint?: string | undefined }) => ({
    message: `Google Cloud could not ${d.action}: ${d.reason}.`,
    hint: d.hint ?? 'coldstart destroy takes down what was made.',
    exitCode,
  }),
}
