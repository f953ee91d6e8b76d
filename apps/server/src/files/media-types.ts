/** Images that are unpacked and packed anew, as what they are recognised. */
export const IMAGE_FORMATS: Readonly<Record<string, 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  // Moving PNGs, of which the first picture is kept.
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
}

/** Sound and film, kept as they are: what they are recognised as, and what they are told as. */
const PLAYED: Readonly<Record<string, string>> = {
  'audio/mpeg': 'audio/mpeg',
  'audio/aac': 'audio/aac',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/ogg': 'audio/ogg',
  'audio/opus': 'audio/ogg',
  'audio/wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/flac': 'audio/flac',
  'audio/x-flac': 'audio/flac',
  'audio/webm': 'audio/webm',
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/webm': 'video/webm',
  'video/ogg': 'video/ogg',
}

/** Everything else that is taken: never unpacked, never shown, only offered for saving. */
const SAVED = new Set([
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/x-rar-compressed',
  'application/x-tar',
  'application/x-bzip2',
  'application/x-xz',
  'application/zstd',
  'application/rtf',
  'application/epub+zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.oasis.opendocument.graphics',
  'video/quicktime',
  'video/matroska',
  'audio/midi',
])

/** What is text with a form of its own. Whether it is text is looked at as for any other. */
const WORDED = new Set(['application/xml', 'text/calendar', 'text/vcard', 'text/vtt', 'application/x-subrip'])

/** What becomes of a file of some type, as its bytes tell it: null is what none of the known types begin like. */
export type Treatment =
  | { as: 'image'; format: (typeof IMAGE_FORMATS)[string] }
  | { as: 'played' | 'saved'; mediaType: string }
  | { as: 'text' }
  | { as: 'refused' }

/** Decides by what was recognised; `called` is what the sender's device called it, which says only whether a film is all sound. */
export function treatmentOf(recognised: string | null, called: string): Treatment {
  if (recognised === null || WORDED.has(recognised)) return { as: 'text' }
  // What comes after a semicolon says how something is packed inside.
  const bare = recognised.split(';')[0]?.trim() ?? ''
  const format = IMAGE_FORMATS[bare]
  if (format) return { as: 'image', format }
  const played = PLAYED[bare]
  if (played === 'video/webm' && called.startsWith('audio/')) return { as: 'played', mediaType: 'audio/webm' }
  if (played) return { as: 'played', mediaType: played }
  return SAVED.has(bare) ? { as: 'saved', mediaType: bare } : { as: 'refused' }
}

const SHOWN = new Set([
  ...Object.keys(IMAGE_FORMATS).filter((type) => type !== 'image/apng'),
  ...Object.values(PLAYED),
])

/** Whether browsers are told what it is. Everything else is bytes to be saved, whatever is in it. */
export const isShown = (mediaType: string): boolean => SHOWN.has(mediaType)
