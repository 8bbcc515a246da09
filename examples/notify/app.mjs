// The routes of the microservice, apart from the process that serves them.
import express from 'express'

const MOST_CHARACTERS = 1000
/** So many answers are remembered, for callers that did not get theirs and ask again. */
const REMEMBERED = 1000

/**
 * @param deliver what sends a notification on: `{ to, message }` → anything
 * @returns the Express app
 */
export function makeApp({ deliver = async () => {} } = {}) {
  const app = express()
  const answers = new Map()
  app.disable('x-powered-by')

  app.get('/health', (_req, res) => res.json({ ok: true }))

  app.get('/hello', (req, res) => {
    const { name = 'world' } = req.query
    if (!isText(name, 100)) return refuse(res, 'name is one text of at most 100 characters')
    res.json({ message: `Hello, ${name}` })
  })

  app.post('/notify', express.json({ limit: '10kb' }), async (req, res) => {
    const { to, message } = req.body ?? {}
    if (!isText(to, 200)) return refuse(res, 'to is a text of 1 to 200 characters')
    if (!isText(message, MOST_CHARACTERS))
      return refuse(res, `message is a text of 1 to ${MOST_CHARACTERS} characters`)
    const key = req.get('idempotency-key')
    if (key !== undefined && !isText(key, 100))
      return refuse(res, 'Idempotency-Key has at most 100 characters')
    res.status(202).json(await onceFor(answers, key, () => notify({ to, message }, deliver)))
  })

  app.use((_req, res) => res.status(404).json({ problem: 'there is no such path' }))
  app.use((error, _req, res, next) => {
    if (res.headersSent) return next(error)
    const status = error.status >= 400 && error.status < 500 ? error.status : 500
    res.status(status).json({ problem: status < 500 ? error.message : 'the service failed' })
  })
  return app
}

async function notify({ to, message }, deliver) {
  const id = crypto.randomUUID()
  await deliver({ id, to, message })
  return { id, accepted: true }
}

/** One key, one notification, however often it is asked for; one that failed may be tried again. */
function onceFor(answers, key, work) {
  if (key === undefined) return work()
  const known = answers.get(key)
  if (known) return known
  const answer = work()
  answers.set(key, answer)
  answer.catch(() => answers.delete(key))
  if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value)
  return answer
}

function isText(value, most) {
  return typeof value === 'string' && value.length > 0 && value.length <= most
}

function refuse(res, problem) {
  res.status(400).json({ problem })
}
