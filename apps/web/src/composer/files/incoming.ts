import { FILES_PER_MESSAGE_MAX } from '@confab/protocol'

/** Why a file is not taken along, said before anything is sent. */
export type Complaint = { code: 'too-large' | 'empty' | 'too-many' | 'folder' | 'off'; name: string }

/** What may come along: what is there already, and what the server takes. `bytesMax` is null while that is not known. */
export type Room = { count: number; bytesMax: number | null; isOff: boolean }

/** Takes what fits, and says why the rest does not. */
export function sift(
  files: readonly File[],
  { count, bytesMax, isOff }: Room,
): { taken: File[]; complaints: Complaint[] } {
  const taken: File[] = []
  const complaints: Complaint[] = []
  for (const file of files) {
    const code = isOff
      ? 'off'
      : file.size === 0
        ? 'empty'
        : bytesMax !== null && file.size > bytesMax
          ? 'too-large'
          : count + taken.length >= FILES_PER_MESSAGE_MAX
            ? 'too-many'
            : null
    if (code === null) taken.push(file)
    else if (!complaints.some((one) => one.code === code && (code === 'off' || code === 'too-many')))
      complaints.push({ code, name: file.name })
  }
  return { taken, complaints }
}

/** The files of something dropped, and the folders among them, which no browser hands over as one. */
export function droppedFiles(data: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = []
  const folders: string[] = []
  for (const item of data.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    if (entry?.isDirectory) folders.push(entry.name)
    else {
      const file = item.getAsFile()
      if (file) files.push(file)
    }
  }
  return { files, folders }
}

/** The files of something pasted. What was copied out of a text or a table is a picture of itself as well: there the words are meant. */
export function pastedFiles(data: DataTransfer): File[] {
  const hasWords = data.types.includes('text/plain')
  const isFormatted = data.types.includes('text/html') || data.types.includes('text/rtf')
  return hasWords && isFormatted ? [] : [...data.files]
}
