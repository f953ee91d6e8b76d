import { FILE_NAME_LENGTH_MAX } from './limits.ts'
import { cleanText, isVisibleText } from './text.ts'

/** The longest ending that is kept when a name is cut: longer ones are no endings. */
const ENDING_LENGTH_MAX = 12

/** Marks that show nothing or turn what stands beside them, among them those a body may carry. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu

/** What a path or a shell reads as something else. */
const RESERVED_CHARACTERS = /[<>:"|?*]/g

/** Names that are devices on Windows, whatever ending they have. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * A file's name as a label that can be shown and offered for saving: without the folders before it, without what cannot be seen, is no
 * name on some system or turns the line around, at most `FILE_NAME_LENGTH_MAX` long with its ending kept. "file" when nothing is left. Both
 * ends use it, so that the name one sees before sending is the name others see.
 */
export function cleanFileName(name: string): string {
  const last = cleanText(name.normalize('NFC')).split(/[/\\]/).at(-1) ?? ''
  const seen = last
    .replace(UNSEEN, '')
    .replace(RESERVED_CHARACTERS, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(DEVICES, '_$1')
  return isVisibleText(seen) ? shortened(seen) : 'file'
}

function shortened(name: string): string {
  if (name.length <= FILE_NAME_LENGTH_MAX) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= ENDING_LENGTH_MAX ? name.slice(dot) : ''
  // Cut between two halves of a character, the first half would be left alone.
  const stem = name.slice(0, FILE_NAME_LENGTH_MAX - ending.length - 1)
  const whole = stem.isWellFormed() ? stem : stem.slice(0, -1)
  return `${whole}…${ending}`
}
