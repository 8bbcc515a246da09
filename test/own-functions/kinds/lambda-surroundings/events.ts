import type { Kind } from '../kind.ts'
import { asks, lambda } from './rows.ts'

/** Events, and calls of other services. */
export const events: readonly Kind[] = [
  lambda(
    'an event',
    asks('event'),
    { value: { orderId: 7, items: ['a'] } },
    { request: { event: { orderId: 7, items: ['a'] } } },
  ),
  lambda(
    'an event in other scripts',
    asks('event.name'),
    { value: 'Łódź 你好' },
    { request: { event: { name: 'Łódź 你好' } } },
  ),
  lambda('an event that is a list', asks('event.length'), { value: 2 }, { request: { event: [1, 2] } }),
  lambda(
    'a client of AWS’s SDK signs what it sends to a stand-in',
    {
      'index.mjs': `import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'\nimport http from 'node:http'\nconst server = http.createServer((req, res) => { req.resume(); res.setHeader('content-type', 'application/x-amz-json-1.0'); res.end(JSON.stringify({ TableNames: [req.headers.authorization.split(' ')[0]] })) })\nawait new Promise((r) => server.listen(0, '127.0.0.1', r))\nserver.unref()\nconst client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:' + server.address().port })\nexport const handler = async () => (await client.send(new ListTablesCommand({}))).TableNames\n`,
    },
    { value: ['AWS4-HMAC-SHA256'] },
    { packages: 'own-functions', from: 'Lambda: the role’s credentials are variables' },
  ),
]
