import { kindsOf } from '../kind.ts'

export const lambda = kindsOf({ contract: 'lambda', from: 'aws-lambda-ric 3 and 4' })
