import { cleanUp } from '../../cleanup.mjs'

/** Netlify calls it when `config` says so; nobody else can. */
export default async (request) =>
  Response.json(await cleanUp(Date.parse(request.headers.get('date') ?? '') || Date.now()))

export const config = { schedule: '0 3 * * *' }
