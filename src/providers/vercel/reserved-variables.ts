import type { ReservedVariables } from '../reserved-variables.ts'

/** Vercel's own list, with what its functions need of the Lambda that they run on; keys and regions of AWS are free. */
export const vercelVariables: ReservedVariables = {
  names: [
    '_HANDLER',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_VERSION',
    'AWS_LAMBDA_LOG_GROUP_NAME',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_LAMBDA_RUNTIME_API',
    'AWS_SECRET_KEY',
    'LAMBDA_RUNTIME_DIR',
    'LAMBDA_TASK_ROOT',
    'NOW_REGION',
    'TZ',
  ],
  source: 'https://vercel.com/docs/environment-variables/reserved-environment-variables',
}
