import type { MemberId } from '@confab/protocol'
import { plainBody } from '../room/mention-ranges.ts'
import { filesTold } from '../room/told.svelte.ts'
import type { MessageRow } from './message-row.ts'

/** One line of what is copied. */
export type CopiedLine = { time: string; author: string; text: string }

/** Several messages as text: `[14:02] Ana: text`, each from a line of its own. */
export function copiedText(lines: readonly CopiedLine[]): string {
  return lines.map(({ time, author, text }) => `[${time}] ${author}: ${text}`).join('\n')
}

/** What a message says as text, with a word for its files: of those nothing else can be copied. */
export function copiedBody(
  { body, files }: Pick<MessageRow, 'body' | 'files'>,
  nameOf: (memberId: MemberId) => string | null,
): string {
  return [filesTold(files), plainBody(body, nameOf)].filter(Boolean).join(' · ')
}
