import { type MemberId, mentionToken } from '@confab/protocol'

/** Where a text being written mentions a member: from the `@` to the end of the name. */
export type MentionRange = { readonly memberId: MemberId; readonly from: number; readonly to: number }

/** A text as it stands in a box: names to read, and which of them are bound to members. */
export type WrittenText = { readonly text: string; readonly mentions: readonly MentionRange[] }

/** What is posted of a text: each mention as its token, so that it goes on meaning the member under any name. */
export function bodyFrom({ text, mentions }: WrittenText): string {
  let body = ''
  let at = 0
  for (const { memberId, from, to } of mentions) {
    body += text.slice(at, from) + mentionToken(memberId)
    at = to
  }
  return body + text.slice(at)
}
