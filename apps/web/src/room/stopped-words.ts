import { moreWords } from '../words/more.svelte.ts'

/** What to say when the server ended the connection for good, and the way on. */
export type Stop = { words: string; remedy: 'take-over' | 'start-anew' | 'reload' | null }

/** A close code in words. Each end is another one: nobody is told to try again where that cannot help. */
export function stopOf(code: number): Stop {
  const { connection } = moreWords()
  switch (code) {
    case 4409:
      return {
        words: connection.takenOver,
        remedy: 'take-over',
      }
    case 4401:
      return {
        words: connection.signedOut,
        remedy: 'start-anew',
      }
    case 4403:
      return { words: connection.notLetIn, remedy: null }
    case 1003:
    case 4400:
    case 4426:
      return { words: connection.renewed, remedy: 'reload' }
    default:
      return { words: connection.ended, remedy: 'reload' }
  }
}
