import type { Kind } from '../kind.ts'
import { asks, lambda } from './rows.ts'

/** Variables, time zone and context. */
export const variables: readonly Kind[] = [
  lambda('its time zone is UTC', asks('new Date(0).getHours()'), { value: 0 }),
  lambda('the variable of its time zone', asks('process.env.TZ'), { value: ':UTC' }),
  lambda(
    'a time zone of its own',
    asks("new Date(0).toString().includes('GMT+0900') ? process.env.TZ : new Date(0).toString()"),
    { value: 'Asia/Tokyo' },
    { env: { TZ: 'Asia/Tokyo' } },
  ),
  lambda(
    'NODE_ENV is its own',
    asks('process.env.NODE_ENV'),
    { value: 'staging' },
    { env: { NODE_ENV: 'staging' } },
  ),
  lambda(
    'NODE_OPTIONS is its own',
    asks('process.env.NODE_OPTIONS'),
    { value: '--enable-source-maps' },
    { env: { NODE_OPTIONS: '--enable-source-maps' } },
  ),
  lambda(
    'a region, which is the platform’s to set',
    asks('process.env.AWS_REGION'),
    { refused: 'AWS_REGION' },
    { env: { AWS_REGION: 'eu-central-1' } },
  ),
  lambda(
    'a variable that is the platform’s',
    asks('1'),
    { refused: 'LAMBDA_TASK_ROOT' },
    { env: { LAMBDA_TASK_ROOT: '/x' } },
  ),
  lambda(
    'its own variables',
    asks(
      '({ h: process.env._HANDLER, v: process.env.AWS_LAMBDA_FUNCTION_VERSION, m: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, i: process.env.AWS_LAMBDA_INITIALIZATION_TYPE, e: process.env.AWS_EXECUTION_ENV.startsWith("AWS_Lambda_nodejs"), l: process.env.LANG, t: !!process.env._X_AMZN_TRACE_ID })',
    ),
    {
      value: {
        h: 'index.handler',
        v: '$LATEST',
        m: '512',
        i: 'on-demand',
        e: true,
        l: 'en_US.UTF-8',
        t: true,
      },
    },
    {
      words: ['--memory', '512'],
      elsewhere: { part: { h: 'index.handler', v: '$LATEST', i: 'on-demand', e: true } },
    },
  ),
  lambda(
    'nothing of the shell reaches it',
    asks(
      '[process.env.HOME, process.env.npm_config_user_agent, process.env.COLDSTART_ENVIRONMENT, process.env.COLDSTART_ENTRY].filter((x) => x !== undefined)',
    ),
    { value: [] },
  ),
  lambda(
    'its context',
    asks(
      "({ n: context.functionName, v: context.functionVersion, m: context.memoryLimitInMB, id: /^[0-9a-f-]{36}$/.test(context.awsRequestId), arn: context.invokedFunctionArn.startsWith('arn:aws:lambda:'), g: context.logGroupName, s: context.logStreamName.includes('[$LATEST]'), i: context.identity ?? null, c: context.clientContext ?? null })",
    ),
    {
      value: {
        n: 'index',
        v: '$LATEST',
        m: '1024',
        id: true,
        arn: true,
        g: '/aws/lambda/index',
        s: true,
        i: null,
        c: null,
      },
    },
    { isAlone: true, elsewhere: { part: { v: '$LATEST', m: '1024', id: true, arn: true, s: true } } },
  ),
  lambda('its working directory is its task root', asks('process.cwd() === process.env.LAMBDA_TASK_ROOT'), {
    value: true,
  }),
]
