import { TYPING_REPEAT_MS } from '@confab/protocol'
import type { Clock } from './clock.ts'

/** Tells that one writes: not on every key, but often enough not to expire. */
export type TypingSign = {
  set(isTyping: boolean): void
  /** The line is gone: whoever listens next knows nothing yet. */
  forget(): void
}

/** Makes a sign that is sent by `send`. */
export function createTypingSign(clock: Clock, send: (isTyping: boolean) => void): TypingSign {
  let sentAt: number | null = null
  return {
    set(isTyping) {
      const now = clock.monotonic()
      if (!isTyping) {
        if (sentAt !== null) send(false)
        sentAt = null
      } else if (sentAt === null || now - sentAt >= TYPING_REPEAT_MS) {
        sentAt = now
        send(true)
      }
    },
    forget() {
      sentAt = null
    },
  }
}
