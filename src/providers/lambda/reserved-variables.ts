import type { ReservedVariables } from '../reserved-variables.ts'

/** Lambda's own; TZ, PATH, NODE_OPTIONS, LANG and NODE_PATH are the user's to set. */
export const lambdaVariables: ReservedVariables = {
  names: [
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
    'AWS_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_DEFAULT_REGION',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_VERSION',
    'AWS_LAMBDA_INITIALIZATION_TYPE',
    'AWS_LAMBDA_LOG_GROUP_NAME',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_LAMBDA_RUNTIME_API',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'LAMBDA_RUNTIME_DIR',
    'LAMBDA_TASK_ROOT',
  ],
  instead: {
    _HANDLER: '--export',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '--memory',
    LAMBDA_TASK_ROOT: '--root',
  },
  pattern: /^[A-Za-z]\w*$/,
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
}
