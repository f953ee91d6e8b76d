import type { FileRecord } from '@confab/protocol'
import { number } from '../../words/formats.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte']

/** `640 byte`, `1.2 MB`, as it is written here. */
export function sizeWords(bytes: number): string {
  let value = bytes
  let step = 0
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1_000
    step += 1
  }
  const unit = UNITS[step] ?? 'byte'
  return number(value, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 0 && value < 10 ? 1 : 0,
  })
}

/** So many characters of a name stay at its end when it does not fit. */
const END_LENGTH = 4

/** A name in two: what may be cut, and its end with what stands behind the last dot, which may not. */
export function nameParts(name: string): { start: string; end: string } {
  const ending = /\.[^. ]{1,8}$/.exec(name)?.[0] ?? ''
  const letters = [...name.slice(0, name.length - ending.length)]
  // A short name is kept whole: torn in two it would stand no better. Nor do letters that are written as one.
  if (letters.length <= 2 * END_LENGTH) return { start: name, end: '' }
  if (/[\p{Script=Arabic}\p{M}]/u.test(letters.slice(-END_LENGTH - 1).join('')))
    return { start: letters.join(''), end: ending }
  const end = letters.splice(-END_LENGTH).join('') + ending
  return { start: letters.join(''), end }
}

/** `PDF`, as the name says it; null where it says nothing a reader knows. */
export function endingOf(name: string): string | null {
  return /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? null
}

/** The outline a file stands under. */
export type FileKind = 'archive' | 'audio' | 'file' | 'picture' | 'text' | 'video'

/** What outline a file gets, by what its bytes are. */
export function kindOf({ mediaType }: Pick<FileRecord, 'mediaType'>): FileKind {
  const [kind, rest = ''] = mediaType.split('/')
  if (kind === 'image') return 'picture'
  if (kind === 'audio' || kind === 'video') return kind
  if (/zip|compressed|x-tar|bzip|x-xz|zstd/.test(rest)) return rest.includes('epub') ? 'text' : 'archive'
  if (kind === 'text' || /pdf|rtf|officedocument|opendocument/.test(rest)) return 'text'
  return 'file'
}
