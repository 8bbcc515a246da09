import { googleKinds } from './kinds/google.ts'
import { lambdaAnswers } from './kinds/lambda-answers.ts'
import { lambdaModules } from './kinds/lambda-modules.ts'
import { lambdaSurroundings } from './kinds/lambda-surroundings.ts'
import { netlifyKinds } from './kinds/netlify.ts'
import { vercelKinds } from './kinds/vercel.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Lambda: how a handler answers', lambdaAnswers)
describeKinds('Lambda: how modules are written and loaded', lambdaModules)
describeKinds('Lambda: what a function finds around it', lambdaSurroundings)
describeKinds('Vercel', vercelKinds)
describeKinds('Netlify', netlifyKinds)
describeKinds('Google', googleKinds)
