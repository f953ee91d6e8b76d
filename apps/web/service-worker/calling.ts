import { dataIn, noteTexts } from '../src/attention/note.ts'
import { notificationOptions } from '../src/attention/notification-options.ts'
import { note as ar } from '../src/words/ar/note.ts'
import { note as de } from '../src/words/de/note.ts'
import { note as en } from '../src/words/en/note.ts'
import { note as es } from '../src/words/es/note.ts'
import { note as fr } from '../src/words/fr/note.ts'
import { note as ja } from '../src/words/ja/note.ts'
import { noteOf, readPushNote } from './push-note.ts'

const WORDS = { en, de, fr, es, ja, ar }

const wordsFor = (language: string) =>
  Object.hasOwn(WORDS, language) ? WORDS[language as keyof typeof WORDS] : en

/** Shows what the server calls somebody for while no tab of theirs is in the room. What is no note of ours is passed over. */
export async function showPushed(worker: ServiceWorkerGlobalScope, text: string): Promise<void> {
  const pushed = readPushNote(text)
  if (!pushed) return
  const note = noteOf(pushed)
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  // The room was opened while the note was on its way: its own page knows better.
  if (windows.some(({ url, focused }) => focused && isIn(url, note.code))) return
  const shown = await worker.registration.getNotifications({ tag: note.roomId })
  // Push services do not keep the order.
  if (shown.some(({ data }) => (dataIn(data)?.sequence ?? 0) > note.sequence)) return
  const { title, body } = noteTexts(note, wordsFor(pushed.language))
  const options = { body, lang: pushed.language, isSilent: false, isNews: true }
  await worker.registration.showNotification(title, notificationOptions(note, options))
  // A dot on the app's icon, where it has one: how many there are in all only a page knows, and one that is open has said so.
  if (windows.length === 0) await worker.navigator.setAppBadge?.().catch(() => {})
}

/** Somebody pressed a notification: they come to the message, in a tab that is open if there is one. */
export async function openNotified(
  worker: ServiceWorkerGlobalScope,
  notification: Notification,
): Promise<void> {
  notification.close()
  const path = dataIn(notification.data)?.path ?? '/'
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const room = /^\/r\/([^/]+)/.exec(path)?.[1] ?? ''
  const best = windows.find(({ url }) => isIn(url, room)) ?? windows[0]
  if (!best) {
    await worker.clients.openWindow(path)
    return
  }
  await best.focus().catch(() => {})
  best.postMessage({ type: 'go', path })
}

/** The browser ended a subscription: there is another, and the app tells the server of it when it is next open. */
export async function subscribeAgain(
  worker: ServiceWorkerGlobalScope,
  options: PushSubscriptionOptions | undefined,
): Promise<void> {
  if (!options?.applicationServerKey) return
  const { applicationServerKey } = options
  await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const window of windows) window.postMessage({ type: 'subscribed-again' })
}

/** Whether an address is that of a room, dashes in its code or not. */
function isIn(url: string, code: string): boolean {
  const room = /^\/r\/([^/]+)/.exec(new URL(url).pathname)?.[1] ?? ''
  return room !== '' && bare(room) === bare(code)
}

const bare = (code: string): string => code.replaceAll('-', '').toLowerCase()
