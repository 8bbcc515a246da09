import { lambdaVariables } from '../lambda/reserved-variables.ts'
import type { ReservedVariables } from '../reserved-variables.ts'

/** What a Netlify function can only read, and what is reserved by the Lambda that it runs on. */
export const netlifyVariables: ReservedVariables = {
  names: [...lambdaVariables.names, 'NETLIFY', 'SITE_ID', 'SITE_NAME', 'URL'],
  pattern: /^[A-Za-z]\w*$/,
  source: 'https://docs.netlify.com/build/functions/environment-variables/',
}
