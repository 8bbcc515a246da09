import { ColdstartError } from '../../core/errors.ts'
import {
  type CallContext,
  createRestClient,
  type RestClient,
  type RestReply,
  type RestRequest,
} from '../../providers/rest-client.ts'
import { isRecord, reasonOf } from '../../providers/rest-failure.ts'
import type { PullRequest } from './pull-request.ts'

/** GitHub gives so many at once, and no more than this many pages are looked through. */
const PAGE = 100
const MOST_PAGES = 30

/** A comment of a pull request, as far as it is read. */
export interface PullRequestComment {
  readonly id: number
  readonly body: string
}

/**
 * What may be done to the comments of one pull request. All of it throws ColdstartError: `github-read-only` where the
 * token may not do that, as on a pull request from a fork, and those of the REST client.
 */
export interface CommentsApi {
  /**
   * The oldest comment that `isOurs` by its text, and was written by a bot or by somebody who may write to the
   * repository: nobody else's is taken for ours, whatever it says.
   */
  find(isOurs: (body: string) => boolean): Promise<PullRequestComment | undefined>
  create(body: string): Promise<void>
  update(id: number, body: string): Promise<void>
}

/**
 * GitHub's REST API for comments on a pull request, which are those of its issue.
 * Source: docs.github.com/rest/issues/comments.
 */
export function openComments(pull: PullRequest, context: CallContext): CommentsApi {
  const issue = `/repos/${pull.repository}/issues/${pull.number}/comments`
  const client = createRestClient(
    {
      provider: 'GitHub',
      baseUrl: pull.apiUrl,
      token: pull.token,
      tokenHint: 'Give the step GITHUB_TOKEN from github.token.',
      deploys: false,
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    },
    context,
  )
  const call = refusingForbidden(client, pull)
  const write = async (method: 'POST' | 'PATCH', path: string, body: string) => {
    await call({ action: 'write the comment', method, path, json: { body } })
  }
  return {
    async find(isOurs) {
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = { per_page: PAGE, page }
        const reply = await call({ action: 'read the comments', method: 'GET', path: issue, query })
        const comments = commentsIn(reply)
        const found = comments.find(({ body, isTrusted }) => isTrusted && isOurs(body))
        if (found) return { id: found.id, body: found.body }
        if (comments.length < PAGE) return undefined
      }
      return undefined
    },
    create: (body) => write('POST', issue, body),
    update: (id, body) => write('PATCH', `/repos/${pull.repository}/issues/comments/${id}`, body),
  }
}

/** GitHub says 403 to a token that may not do it, and to one that asks too often. */
function refusingForbidden(client: RestClient, { number }: PullRequest) {
  return async (request: RestRequest): Promise<RestReply> => {
    const reply = await client.call({ ...request, accept: [403] })
    if (reply.status !== 403) return reply
    const { action } = request
    const reason = reasonOf(reply)
    if (/rate limit|abuse/i.test(reason))
      throw new ColdstartError('remote-busy', { provider: 'GitHub', action, reason, deploys: false })
    throw new ColdstartError('github-read-only', { number, action, reason })
  }
}

const TRUSTED = ['OWNER', 'MEMBER', 'COLLABORATOR']

function commentsIn({ json }: RestReply): (PullRequestComment & { readonly isTrusted: boolean })[] {
  return (Array.isArray(json) ? json : []).filter(isRecord).map(({ id, body, user, author_association }) => ({
    id: Number(id),
    body: String(body ?? ''),
    isTrusted: (isRecord(user) && user.type === 'Bot') || TRUSTED.includes(String(author_association)),
  }))
}
