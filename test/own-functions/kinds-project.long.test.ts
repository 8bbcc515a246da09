import { lambdaHttp } from './kinds/lambda-http.ts'
import { lambdaSurroundings } from './kinds/lambda-surroundings.ts'
import { typescriptKinds } from './kinds/typescript.ts'
import { describeKinds } from './support/hold-kind.ts'

describeKinds('Lambda: HTTP and the events of its sources', lambdaHttp)
describeKinds('Lambda: what a function finds around it', lambdaSurroundings)
describeKinds('TypeScript', typescriptKinds)
