import { escapeHtml, htmlOf } from '@confab/markdown/html-of'
import { parse } from '@confab/markdown/parse'
import { plainTextOf } from '@confab/markdown/plain-text'
import type { FileRecord, MessageRecord } from '@confab/protocol'
import type { ExportDocument, Piece } from './document.ts'
import { hueClassOf, initialOf } from './faces.ts'
import { isPicture } from './picture.ts'
import type { ExportPart } from './read-part.ts'
import type { Speech } from './speech.ts'

/** Messages of one person so close to each other stand below one name, as in the app. */
const GROUP_GAP_MS = 5 * 60_000

/** Nothing but an emoji or a few: shown large. */
const EMOJI_ALONE = /^\p{RGI_Emoji}{1,3}$/v

/** Writes messages as HTML. Each begins with the day when it is another, and has a face and a name when somebody else spoke before. */
export function createHtmlMessages(speech: Speech): ExportDocument['write'] {
  const { words } = speech
  const name = (text: string) => `<bdi>${escapeHtml(text)}</bdi>`

  function quote({ replyTo }: MessageRecord, part: ExportPart): string {
    if (replyTo === undefined) return ''
    const quoted = part.quoted.get(replyTo)
    if (!quoted) return `<p class="reply gone">${escapeHtml(words.answersGone)}</p>`
    const excerpt = plainTextOf(parse(quoted.excerpt), (memberId) => part.names.get(memberId) ?? null)
    const to = escapeHtml(words.answerTo(quoted.authorName))
    return `<p class="reply"><a href="#m${quoted.sequence}"><b dir="auto">${to}</b> <span dir="auto">${escapeHtml(excerpt)}</span></a></p>`
  }

  function body({ body }: MessageRecord, part: ExportPart): string {
    if (body === '') return ''
    const look = EMOJI_ALONE.test(body.trim()) ? 'body loud' : 'body'
    return `<div class="${look}" dir="auto">${htmlOf(parse(body), (memberId) => part.names.get(memberId) ?? null)}</div>`
  }

  function picture(file: FileRecord): Piece[] {
    const { width, height } = file
    const size = width && height ? ` width="${width}" height="${height}"` : ''
    const label = escapeHtml(file.name)
    return [`<li><img alt="${label}" title="${label}"${size} src="`, { picture: file }, '"></li>']
  }

  const fileCard = (file: FileRecord) =>
    `<li><b dir="auto">${escapeHtml(file.name)}</b><small>${escapeHtml(speech.size(file.bytes))} · ${escapeHtml(words.notContained)}</small></li>`

  function files({ files = [] }: MessageRecord): Piece[] {
    const pictures = files.filter(isPicture)
    const others = files.filter((file) => !isPicture(file))
    return [
      ...(pictures.length > 0
        ? [
            `<ul class="pictures${pictures.length === 1 ? ' single' : ''}">`,
            ...pictures.flatMap(picture),
            '</ul>',
          ]
        : []),
      ...(others.length > 0 ? [`<ul class="files">${others.map(fileCard).join('')}</ul>`] : []),
    ]
  }

  function reactions({ messageId }: MessageRecord, part: ExportPart): string {
    const some = part.reactions.get(messageId)
    if (!some) return ''
    const chips = some.map(
      ({ emoji, count }) => `<li><span>${escapeHtml(emoji)}</span> ${speech.number(count)}</li>`,
    )
    return `<ul class="reactions">${chips.join('')}</ul>`
  }

  function marks({ messageId, editedAt }: MessageRecord, { room }: ExportPart): string {
    const isPinned = room.pins?.includes(messageId) ?? false
    const said = [...(editedAt === undefined ? [] : [words.edited]), ...(isPinned ? [words.pinned] : [])]
    return said.map((mark) => ` <small class="note">${escapeHtml(mark)}</small>`).join('')
  }

  return (record, part, before) => {
    if (record.kind !== 'message') return []
    const { postedAt, authorId, authorName, sequence } = record
    const isNewDay = before.at === 0 || speech.dayOf(before.at) !== speech.dayOf(postedAt)
    const isLead =
      isNewDay ||
      before.authorId !== authorId ||
      postedAt - before.at > GROUP_GAP_MS ||
      record.replyTo !== undefined
    const day = `<section>\n<h2>${escapeHtml(speech.longDay(postedAt))}</h2>\n`
    const time = `<time datetime="${new Date(postedAt).toISOString()}">${escapeHtml(speech.time(postedAt))}</time>`
    const head = isLead
      ? `<span class="face ${hueClassOf(authorId)}" aria-hidden="true">${escapeHtml(initialOf(authorName))}</span><p class="who"><b>${name(authorName)}</b> ${time}${marks(record, part)}</p>`
      : `${time}${marks(record, part)}`
    return [
      isNewDay ? (before.at === 0 ? '' : '</section>\n') + day : '',
      `<article id="m${sequence}"${isLead ? ' class="lead"' : ''}>${head}${quote(record, part)}${body(record, part)}`,
      ...files(record),
      `${reactions(record, part)}</article>\n`,
    ]
  }
}
