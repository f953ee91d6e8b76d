import type { RoomId, TabId } from '@confab/protocol'
import type { NewPost, PendingPost, PostContent } from './outbox.ts'
import type { StoredPost } from './storage.ts'

/**
 * A post found in storage this long after it was written, in milliseconds, is not sent before its writer says so: after a
 * day it may answer what nobody talks about any more.
 */
export const OLD_POST_MS = 24 * 60 * 60 * 1000

/** What a post says, and nothing of how it fares. */
export const contentOf = ({ body, replyTo, files, attachments }: PostContent): PostContent => ({
  body,
  ...(replyTo && { replyTo }),
  ...(files && { files }),
  ...(attachments && { attachments }),
})

/** The same as it is said to the server, which has the files already. */
export function saidOf({ body, replyTo, files = [], attachments = [] }: PostContent) {
  const fileIds = [
    ...files.map(({ fileId }) => fileId),
    ...attachments.map(({ fileId, sentAs = fileId }) => sentAs),
  ]
  return { body, ...(replyTo && { replyTo }), ...(fileIds.length > 0 && { files: fileIds }) }
}

/** A post as this tab stores it. */
export function toStored(post: PendingPost, roomId: RoomId, tabId: TabId): StoredPost {
  const { messageId, createdAt, refusal } = post
  // Whether it is old is asked anew in each life.
  const isFinal = post.state === 'refused' && refusal !== 'old'
  return { roomId, messageId, ...contentOf(post), createdAt, tabId, refusal: isFinal ? refusal : null }
}

/** A stored post, for an outbox of now. */
export function fromStored(stored: StoredPost, now: number): NewPost {
  const { messageId, createdAt } = stored
  const refusal = stored.refusal ?? (now - createdAt >= OLD_POST_MS ? 'old' : null)
  return { messageId, ...contentOf(stored), createdAt, refusal, isKept: true }
}
