import { lambdaAnswers } from './kinds/lambda-answers.ts'
import { lambdaModules } from './kinds/lambda-modules.ts'
import { lambdaSurroundings } from './kinds/lambda-surroundings.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Lambda: how a handler answers', lambdaAnswers)
describeKinds('Lambda: how modules are written and loaded', lambdaModules)
describeKinds('Lambda: what a function finds around it', lambdaSurroundings)
