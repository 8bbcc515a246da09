/** A store for trying the example, in memory, with ten results that are 1 to 10 days old: node store-server.mjs [port] */
import { createServer } from 'node:http'

const DAY_MS = 24 * 60 * 60 * 1000
const results = new Map(
  Array.from({ length: 10 }, (_, index) => [`result-${index + 1}`, Date.now() - (index + 1) * DAY_MS]),
)
const counters = new Map()

/** As Redis writes a bound: `-inf`, `5`, `(5` for less than 5. */
function isBelow(score, bound) {
  return bound.startsWith('(') ? score < Number(bound.slice(1)) : score <= Number(bound)
}

const commands = {
  ZREMRANGEBYSCORE(_key, _least, most) {
    const old = [...results].filter(([, score]) => isBelow(score, most))
    for (const [name] of old) results.delete(name)
    return old.length
  },
  ZCARD: () => results.size,
  INCR(key) {
    counters.set(key, (counters.get(key) ?? 0) + 1)
    return counters.get(key)
  },
  GET: (key) => counters.get(key) ?? null,
}

const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  const [name, ...words] = JSON.parse(text || '[]')
  const known = commands[name]
  response.writeHead(known ? 200 : 400, { 'content-type': 'application/json' })
  response.end(JSON.stringify(known ? { result: known(...words) } : { error: `unknown command ${name}` }))
})

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`STORE_URL=http://127.0.0.1:${server.address().port}`)
})
