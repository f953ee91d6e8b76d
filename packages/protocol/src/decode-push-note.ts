import { Check } from 'typebox/value'
import { PushNote } from './push-note.ts'

/** Reads what a push message says, once the browser has decrypted it; null when it is no note of ours. Never throws. */
export function decodePushNote(text: string): PushNote | null {
  try {
    const value: unknown = JSON.parse(text)
    return Check(PushNote, value) ? value : null
  } catch {
    return null
  }
}
