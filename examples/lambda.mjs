/** AWS Lambda: npx coldstart bench --function examples/lambda.mjs --provider lambda */
export const handler = async (_event, context) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ hello: 'Lambda', requestId: context.awsRequestId }),
})
