import { createReadStream } from 'node:fs'
import { fileTypeFromFile } from 'file-type'
import { inspectImage } from './inspect-image.ts'
import type { Inspection, InspectionJob } from './inspection.ts'
import { treatmentOf } from './media-types.ts'

/** Finds out what a file is by its bytes, and makes of it what may be kept. */
export async function inspectFile(job: InspectionJob): Promise<Inspection> {
  const recognised = await recognise(job.path)
  const treatment = treatmentOf(recognised, job.called)
  switch (treatment.as) {
    case 'image':
      return inspectImage(job, treatment.format)
    case 'played':
    case 'saved':
      return {
        outcome: 'as-it-is',
        mediaType: treatment.mediaType,
        isPlayed: treatment.as === 'played',
      }
    case 'text':
      return (await isText(job.path))
        ? { outcome: 'as-it-is', mediaType: 'text/plain', isPlayed: false }
        : { outcome: 'refused', code: 'type-refused' }
    case 'refused':
      return { outcome: 'refused', code: 'type-refused' }
  }
}

async function recognise(path: string): Promise<string | null> {
  try {
    return (await fileTypeFromFile(path))?.mime ?? null
  } catch {
    // It begins like something, and ends in the middle of it.
    return 'application/x-cut-short'
  }
}

/** Whether it is text from its first byte to its last: UTF-8 without NUL, or UTF-16 that says so. */
async function isText(path: string): Promise<boolean> {
  let decoder: TextDecoder | null = null
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
      if (decoder.decode(chunk, { stream: true }).includes('\u0000')) return false
    }
    decoder?.decode()
    return decoder !== null
  } catch {
    return false
  }
}

function encodingOf(beginning: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const mark = beginning.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  return mark === 'feff' ? 'utf-16be' : 'utf-8'
}
