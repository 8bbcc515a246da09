// Replies, and then never asks for work again.
export const handler = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('done')
  stream.end()
  setTimeout(() => {
    for (;;);
  }, 5)
})
