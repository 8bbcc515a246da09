// The microservice: a process that is always there. SIGTERM: no new connections, what runs is finished, then the end.
import { makeApp } from './app.mjs'

const { PORT = '4000', HOST = '127.0.0.1' } = process.env
/** Longer than any request takes, shorter than the 10 s after which Docker kills. */
const GRACE_MS = 8000

const app = makeApp({
  deliver: async ({ to, message }) => console.log(`notification to ${to}: ${JSON.stringify(message)}`),
})
const server = app.listen(Number(PORT), HOST, (error) => {
  if (error) {
    console.error(error.message)
    process.exit(1)
  }
  console.log(`notify listens on http://${HOST}:${server.address().port}`)
})

function end() {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(1), GRACE_MS).unref()
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
