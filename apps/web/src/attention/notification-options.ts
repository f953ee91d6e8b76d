import { dataOf, type Note } from './note.ts'

/** The lasting part of it that TypeScript’s own list leaves out. */
type Options = NotificationOptions & { renotify: boolean; timestamp: number }

/** A note as browsers take it; the page and the service worker show the same. */
export function notificationOptions(
  note: Note,
  { body, lang, isSilent, isNews }: { body: string; lang: string; isSilent: boolean; isNews: boolean },
): Options {
  return {
    body,
    lang,
    dir: 'auto',
    // One for each room: the next takes its place.
    tag: note.roomId,
    renotify: isNews,
    silent: isSilent,
    timestamp: note.at,
    icon: '/icon-192.png',
    data: dataOf(note),
  }
}
