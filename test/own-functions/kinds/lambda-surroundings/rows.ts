import { kindsOf } from '../kind.ts'

export const lambda = kindsOf({
  contract: 'lambda',
  from: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
})
export const asks = (expression: string, before = '') => ({
  'index.mjs': `${before}\nexport const handler = async (event, context) => (${expression})\n`,
})
