import { escapeMarkdown, markdownOf } from '@confab/markdown/markdown-of'
import { parse } from '@confab/markdown/parse'
import { plainTextOf } from '@confab/markdown/plain-text'
import type { ConfabRecord, FileRecord, MessageRecord } from '@confab/protocol'
import type { Before, ExportDocument } from './document.ts'
import type { ExportPart } from './read-part.ts'
import type { Speech } from './speech.ts'

/** A conversation as Markdown: a heading for each day, a line for who spoke, and what was said below it. */
export function createMarkdownDocument(speech: Speech): ExportDocument {
  const { words } = speech

  function write(record: ConfabRecord, part: ExportPart, before: Before): readonly string[] {
    if (record.kind !== 'message') return []
    const { authorName, postedAt, body, files = [] } = record
    const isNewDay = before.at === 0 || speech.dayOf(before.at) !== speech.dayOf(postedAt)
    const said = body === '' ? [] : [markdownOf(parse(body), (memberId) => part.names.get(memberId) ?? null)]
    const parts = [
      ...(isNewDay ? [`## ${escapeMarkdown(speech.longDay(postedAt))}`] : []),
      `**${escapeMarkdown(authorName)}** · ${escapeMarkdown(speech.time(postedAt))}${marksOf(record, part)}`,
      ...quoteOf(record, part),
      ...said,
      ...(files.length > 0 ? [files.map(fileLine).join('\n')] : []),
      ...reactionsOf(record, part),
    ]
    return [`${parts.join('\n\n')}\n\n`]
  }

  function marksOf({ messageId, editedAt }: MessageRecord, { room }: ExportPart): string {
    const marks = [
      ...(editedAt === undefined ? [] : [words.edited]),
      ...(room.pins?.includes(messageId) ? [words.pinned] : []),
    ]
    return marks.map((mark) => ` · *${escapeMarkdown(mark)}*`).join('')
  }

  function quoteOf({ replyTo }: MessageRecord, part: ExportPart): string[] {
    if (replyTo === undefined) return []
    const quoted = part.quoted.get(replyTo)
    if (!quoted) return [`> *${escapeMarkdown(words.answersGone)}*`]
    const excerpt = plainTextOf(parse(quoted.excerpt), (memberId) => part.names.get(memberId) ?? null)
    return [`> *${escapeMarkdown(words.answerTo(quoted.authorName))}:* ${escapeMarkdown(excerpt)}`]
  }

  const fileLine = ({ name, bytes }: FileRecord) =>
    `- *${escapeMarkdown(name)}* (${escapeMarkdown(speech.size(bytes))}, ${escapeMarkdown(words.notContained)})`

  function reactionsOf({ messageId }: MessageRecord, { reactions }: ExportPart): string[] {
    const some = reactions.get(messageId) ?? []
    return some.length === 0
      ? []
      : [some.map(({ emoji, count }) => `${escapeMarkdown(emoji)} ${speech.number(count)}`).join(' · ')]
  }

  return {
    mediaType: 'text/markdown; charset=utf-8',
    begin: ({ room, from }) =>
      `# ${escapeMarkdown(room.title || words.conversation)}\n\n${escapeMarkdown(words.exported(speech.longDay(from.at)))} · ${escapeMarkdown(words.timesOf(speech.zone))}\n\n`,
    write,
    end: (_part, count) =>
      `* * *\n\n${escapeMarkdown(count === 0 ? words.nothing : words.messages(count, speech.number(count)))}\n`,
  }
}
