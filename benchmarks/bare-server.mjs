// The least that can serve fixtures/hello over HTTP: the yardstick for the engine. Says its port on stdout.
import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { handler } from '../fixtures/hello/lambda.mjs'

const server = createServer(async (req, res) => {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  const body = JSON.stringify(await handler(JSON.parse(Buffer.concat(chunks).toString() || 'null')))
  res
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
})
server.listen(0, '127.0.0.1', () => writeSync(1, `${server.address().port}\n`))
