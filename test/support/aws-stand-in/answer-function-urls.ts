import { AwsRefusal } from './aws-refusal.ts'
import { conflict, type LambdaAnswers } from './lambda-services.ts'
import { find } from './stored-function.ts'

/** Function URLs, and the statements that open them to everybody. */
export const functionUrlAnswers: LambdaAnswers = {
  CreateFunctionUrlConfig({ input }, { cloud, urlOf }) {
    const stored = find(input, cloud)
    if (stored.url) throw conflict('FunctionUrlConfig exists for this Lambda function')
    stored.url = urlOf(stored.name)
    stored.streams = input.InvokeMode === 'RESPONSE_STREAM'
    return {
      status: 201,
      json: { FunctionUrl: stored.url, FunctionArn: stored.arn, AuthType: input.AuthType },
    }
  },

  GetFunctionUrlConfig({ input }, { cloud }) {
    const stored = find(input, cloud)
    return { status: 200, json: { FunctionUrl: stored.url, FunctionArn: stored.arn, AuthType: 'NONE' } }
  },

  DeleteFunctionUrlConfig({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (!stored.url) throw new AwsRefusal(404, 'ResourceNotFoundException', 'The resource does not exist')
    delete stored.url
    return { status: 204, json: undefined }
  },

  AddPermission({ input }, { cloud }) {
    const stored = find(input, cloud)
    if (input.Action === 'lambda:InvokeFunction' && input.FunctionUrlAuthType !== undefined)
      throw new AwsRefusal(
        400,
        'InvalidParameterValueException',
        'FunctionUrlAuthType is only for lambda:InvokeFunctionUrl',
      )
    if (stored.statements.has(String(input.StatementId)))
      throw conflict('The statement id provided already exists')
    stored.statements.set(String(input.StatementId), { ...input })
    return { status: 201, json: { Statement: JSON.stringify({ Sid: input.StatementId }) } }
  },
}
