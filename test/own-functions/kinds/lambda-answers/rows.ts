import { kindsOf } from '../kind.ts'

const RIC = 'aws-lambda-ric 3 and 4'
export const lambda = kindsOf({ contract: 'lambda', from: RIC }, { entry: 'index.js' })
