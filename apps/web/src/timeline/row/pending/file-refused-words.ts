import type { PendingFile } from '@confab/client'
import { moreWords } from '../../../words/more.svelte.ts'

/** Why a file is not taken, in words. Codes of a newer server get the plain truth. */
export function fileRefusedWords(code: PendingFile['refusal']): string {
  const { refused } = moreWords().sendingFiles
  return code !== null && Object.hasOwn(refused, code) ? refused[code as keyof typeof refused] : refused.other
}
