import type { MemberId } from '@confab/protocol'
import { plainBody } from '../room/mention-ranges.ts'
import { filesTold } from '../room/told.svelte.ts'
import type { MessageRow } from './message-row.ts'
import type { Row } from './rows.ts'
import { shortTime } from './time.ts'

/** One line of what is copied. */
type CopiedLine = { time: string; author: string; text: string }

/** Several messages as text: `[14:02] Ana: text`, each from a line of its own. */
function copiedText(lines: readonly CopiedLine[]): string {
  return lines.map(({ time, author, text }) => `[${time}] ${author}: ${text}`).join('\n')
}

/** What a message says as text, with a word for its files: of those nothing else can be copied. */
function copiedBody(
  { body, files }: Pick<MessageRow, 'body' | 'files'>,
  nameOf: (memberId: MemberId) => string | null,
): string {
  return [filesTold(files), plainBody(body, nameOf)].filter(Boolean).join(' · ')
}

/** Of several messages each is copied with who said it, and when. `lines` holds an element for each of the rows. */
export function copyMessages(
  event: ClipboardEvent,
  lines: HTMLElement,
  rows: readonly Row[],
  nameOf: (memberId: MemberId) => string | null,
): void {
  const selection = getSelection()
  if (!selection || !event.clipboardData) return
  if (event.target instanceof Element && event.target.closest('textarea')) return
  const touched = new Set(
    [...lines.children].flatMap((line) =>
      line instanceof HTMLElement && selection.containsNode(line, true) ? [line.dataset.key] : [],
    ),
  )
  const messages = rows.filter((row) => row.kind === 'message' && !row.isDeleted && touched.has(row.key))
  if (messages.length < 2) return
  event.preventDefault()
  const text = copiedText(
    messages.flatMap((row) =>
      row.kind === 'message'
        ? [{ time: shortTime(row.at), author: row.authorName, text: copiedBody(row, nameOf) }]
        : [],
    ),
  )
  event.clipboardData.setData('text/plain', text)
}
