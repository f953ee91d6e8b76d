import type { FileRecord } from '@confab/protocol'
import { moreWords } from '../words/more.svelte.ts'

/** What a message's files are, in a few words: `Photo`, `3 videos`, a single paper by its name. */
export function fileWords(files: readonly FileRecord[]): string {
  const { files: texts } = moreWords()
  const kinds = new Set(files.map(({ mediaType }) => mediaType.split('/')[0]))
  const [kind] = kinds
  if (kinds.size === 1 && kind === 'image') return texts.photos(files.length)
  if (kinds.size === 1 && kind === 'video') return texts.videos(files.length)
  if (kinds.size === 1 && kind === 'audio') return texts.sounds(files.length)
  return files.length === 1 && files[0] ? files[0].name : texts.files(files.length)
}
