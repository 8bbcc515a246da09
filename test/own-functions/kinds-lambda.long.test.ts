import { lambdaAnswers } from './kinds/lambda-answers.ts'
import { lambdaModules } from './kinds/lambda-modules.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Lambda: how a handler answers', lambdaAnswers)
describeKinds('Lambda: how modules are written and loaded', lambdaModules)
