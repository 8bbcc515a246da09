import { cleanUp } from '../cleanup.mjs'

/** Vercel calls what vercel.json says, with CRON_SECRET in a header where that is set. */
export default async function handler(request, response) {
  const { CRON_SECRET } = process.env
  if (CRON_SECRET && request.headers.authorization !== `Bearer ${CRON_SECRET}`)
    return response.status(401).json({ error: 'not the scheduler' })
  response.status(200).json(await cleanUp(Date.parse(request.headers.date ?? '') || Date.now()))
}
