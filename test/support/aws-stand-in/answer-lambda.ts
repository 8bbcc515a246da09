import { functionUrlAnswers } from './answer-function-urls.ts'
import { functionAnswers } from './answer-functions.ts'
import type { LambdaAnswers } from './lambda-services.ts'

/** Lambda's control plane. */
export const lambdaAnswers: LambdaAnswers = { ...functionAnswers, ...functionUrlAnswers }
