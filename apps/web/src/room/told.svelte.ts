import type { FileRecord, MemberId } from '@confab/protocol'
import { oneLineOf } from '../markdown/markdown.svelte.ts'

let fileWords = $state.raw<typeof import('./file-words.ts').fileWords | null>(null)

/** A message in one line, its files with it: for previews, quotes and voices. Where it is tracked, the words for files follow once they are there. */
export function toldOf(
  { body, files }: { body: string; files?: readonly FileRecord[] | undefined },
  nameOf?: (memberId: MemberId) => string | null,
): string {
  const line = oneLineOf(body, nameOf)
  if (!files?.length) return line
  if (!fileWords)
    import('./file-words.ts').then(
      (loaded) => {
        fileWords = loaded.fileWords
      },
      () => {},
    )
  return [fileWords?.(files), line].filter(Boolean).join(' · ')
}
