import type { FileRecord, MemberId } from '@confab/protocol'
import { oneLineOf } from '../markdown/markdown.svelte.ts'

let fileWords = $state.raw<typeof import('./file-words.ts').fileWords | null>(null)

/** What a message's files are, in a few words; empty where there are none, or the words are still to come. Where it is tracked, they follow. */
export function filesTold(files: readonly FileRecord[] | undefined): string {
  if (!files?.length) return ''
  if (!fileWords)
    import('./file-words.ts').then(
      (loaded) => {
        fileWords = loaded.fileWords
      },
      () => {},
    )
  return fileWords?.(files) ?? ''
}

/** A message in one line, its files with it: for previews, quotes and notifications. */
export function toldOf(
  { body, files }: { body: string; files?: readonly FileRecord[] | undefined },
  nameOf?: (memberId: MemberId) => string | null,
): string {
  return [filesTold(files), oneLineOf(body, nameOf)].filter(Boolean).join(' · ')
}
