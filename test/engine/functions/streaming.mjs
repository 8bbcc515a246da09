// Streams two chunks with a pause between them, with HTTP metadata; `fail` breaks off in the middle.
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const fail = event.fail ?? event.queryStringParameters?.fail
  const metadata = { statusCode: 201, headers: { 'content-type': 'text/plain', 'x-made-by': 'stream' } }
  const out = event.requestContext ? awslambda.HttpResponseStream.from(stream, metadata) : stream
  out.write('first ')
  await new Promise((resolve) => setTimeout(resolve, 100))
  if (fail === 'throw') throw new Error('in the middle')
  if (fail === 'exit') process.exit(3)
  out.write('second')
  out.end()
})
