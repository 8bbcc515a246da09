import { createHash } from 'node:crypto'
import { type Answers, refuse } from '../stand-in.ts'
import { checkZip } from './checks.ts'
import type { NetlifyCloud } from './cloud.ts'
import { failed } from './replies.ts'

/** What a deploy announced, taken when it is what was announced. */
export const uploadAnswers: Answers<NetlifyCloud> = {
  'PUT /deploys/:id/files/:path*': ({ params, body }, cloud) => {
    const one = cloud.deploys.get(params.id ?? '')
    if (!one) return failed(404, 'Not Found')
    const expected = one.files[`/${params.path}`] ?? refuse(`${params.path} was not announced`)
    if (digest('sha1', body) !== expected) refuse(`${params.path} is not what was announced`)
    cloud.blobs.set(expected, body)
    return { status: 200, json: { id: `/${params.path}`, sha: expected } }
  },
  'PUT /deploys/:id/functions/:name': ({ params, query, body }, cloud) => {
    const one = cloud.deploys.get(params.id ?? '')
    if (!one) return failed(404, 'Not Found')
    const expected = one.functions[params.name ?? ''] ?? refuse(`${params.name} was not announced`)
    if (digest('sha256', body) !== expected) refuse(`${params.name} is not what was announced`)
    if (!/^nodejs(18|20|22|24)\.x$/.test(query.get('runtime') ?? ''))
      refuse(`runtime ${query.get('runtime')}`)
    if (Number(query.get('size')) !== body.length) refuse('size is wrong')
    checkZip(params.name ?? '', body, query.get('invocation_mode'))
    cloud.zips.set(expected, { sha256: expected, zip: body, mode: query.get('invocation_mode') })
    return { status: 200, json: { name: params.name, sha: expected } }
  },
}

function digest(algorithm: 'sha1' | 'sha256', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
