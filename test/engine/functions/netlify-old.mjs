export const handler = async (event) => {
  if (event.queryStringParameters.mode === 'nothing') return undefined
  return { statusCode: 202, multiValueHeaders: { 'x-many': ['1', '2'] }, body: event.httpMethod }
}
