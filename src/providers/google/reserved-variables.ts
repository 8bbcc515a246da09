import type { ReservedVariables } from '../reserved-variables.ts'

/** Those of Cloud Run's contract and of the functions framework, which `--export` and the signature decide. */
export const googleVariables: ReservedVariables = {
  names: ['FUNCTION_SIGNATURE_TYPE', 'FUNCTION_TARGET', 'K_CONFIGURATION', 'K_REVISION', 'K_SERVICE', 'PORT'],
  instead: { FUNCTION_TARGET: '--export' },
  prefixes: ['X_GOOGLE_'],
  source: 'https://cloud.google.com/run/docs/configuring/services/overview-environment-variables',
}
