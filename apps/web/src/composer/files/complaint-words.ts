import { FILES_PER_MESSAGE_MAX } from '@confab/protocol'
import { sizeWords } from '../../room/files/file-label.ts'
import { isolate } from '../../words/isolate.ts'
import { moreWords } from '../../words/more.svelte.ts'
import type { Complaint } from './incoming.ts'

/** Why a file is not taken along, in a sentence. */
export function complaintWords({ code, name }: Complaint, bytesMax: number | null): string {
  const texts = moreWords().sendingFiles
  switch (code) {
    case 'too-large':
      return texts.tooLarge(isolate(name), sizeWords(bytesMax ?? 0))
    case 'empty':
      return texts.empty(isolate(name))
    case 'too-many':
      return texts.tooMany(FILES_PER_MESSAGE_MAX)
    case 'folder':
      return texts.folder(isolate(name))
    case 'off':
      return texts.off
  }
}
