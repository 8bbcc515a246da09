import { type Answers, jsonOf, refuse } from '../stand-in.ts'
import type { NetlifyCloud, Site } from './cloud.ts'
import { failed, nameTaken } from './replies.ts'

/** Who the caller is, and the sites of the account. */
export const siteAnswers: Answers<NetlifyCloud> = {
  'GET /user': (_, { settings: { user = 'u1' } }) => ({
    status: 200,
    json: { id: user, email: 'ada@example.com' },
  }),
  'GET /accounts': (_, { settings: { team = 'ada', teams = [team] } }) => ({
    status: 200,
    json: teams.map((slug) => ({ id: `a-${slug}`, slug, name: 'Ada' })),
  }),
  'GET /sites': ({ query }, { sites }) => {
    const name = query.get('name') ?? ''
    return {
      status: 200,
      json: [...sites.values()].filter((site) => site.name.includes(name)).map(describeSite),
    }
  },
  'POST /:team/sites': (call, cloud) => {
    const { teams = ['ada'] } = cloud.settings
    if (!teams.includes(call.params.team ?? '')) return failed(404, 'Not Found')
    const name = String(jsonOf(call).name ?? refuse('name is required'))
    if (!/^[a-z0-9-]{1,63}$/.test(name)) return failed(422, 'name has characters that are not allowed')
    if ([...cloud.sites.values()].some((site) => site.name === name)) return nameTaken()
    return { status: 201, json: describeSite(cloud.addSite(name)) }
  },
  'GET /sites/:id': ({ params }, cloud) => {
    const site = cloud.siteOf(params.id ?? '')
    return site ? { status: 200, json: describeSite(site) } : failed(404, 'Not Found')
  },
  'DELETE /sites/:id': async ({ params }, cloud) => {
    if (!cloud.sites.delete(params.id ?? '')) return failed(404, 'Not Found')
    for (const one of cloud.deploys.values()) if (one.siteId === params.id) await cloud.drop(one)
    return { status: 204 }
  },
}

function describeSite({ id, name }: Site): object {
  return {
    id,
    name,
    ssl_url: `https://${name}.netlify.app`,
    admin_url: `https://app.netlify.com/projects/${name}`,
  }
}
