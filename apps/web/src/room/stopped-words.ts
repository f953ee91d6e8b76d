/** What to say when the server ended the connection for good, and the way on. */
export type Stop = { words: string; remedy: 'take-over' | 'start-anew' | 'reload' | null }

/** A close code in words. Each end is another one: nobody is told to try again where that cannot help. */
export function stopOf(code: number): Stop {
  switch (code) {
    case 4409:
      return {
        words: 'This tab was opened again elsewhere, and the other one took over.',
        remedy: 'take-over',
      }
    case 4401:
      return {
        words: 'You are signed out here. Start anew, and come into your rooms by their codes again.',
        remedy: 'start-anew',
      }
    case 4403:
      return { words: 'This server does not let pages from here in.', remedy: null }
    case 1003:
    case 4400:
    case 4426:
      return { words: 'Confab was renewed on the server. Load this page again to go on.', remedy: 'reload' }
    default:
      return { words: 'The server ended the connection.', remedy: 'reload' }
  }
}
