import { plainValue } from '../../core/plain-text.ts'
import type { Result } from '../../core/result.ts'
import { commentText, isCommentOf, stateOf, writtenState } from './comment-text.ts'
import type { CommentsApi } from './comments-api.ts'

/** What became of the comment. */
export type CommentOutcome = 'created' | 'updated' | 'nothing-to-say' | 'unchanged'

/**
 * Keeps one comment a pull request and name: made when something matters, brought up to date as long as something
 * does, and once more when it no longer does. A run that changes nothing of that writes nothing.
 */
export async function keepComment(
  result: Result,
  name: string,
  comments: CommentsApi,
  runUrl: string | undefined,
): Promise<CommentOutcome> {
  const plain = plainValue(result)
  const state = stateOf(plain)
  const body = commentText(plain, name, runUrl)
  const earlier = await comments.find((text) => isCommentOf(name, text))
  if (!earlier && state === 'quiet') return 'nothing-to-say'
  if (!earlier) {
    await comments.create(body)
    return 'created'
  }
  if (state === 'quiet' && writtenState(earlier.body) === 'quiet') return 'unchanged'
  await comments.update(earlier.id, body)
  return 'updated'
}
