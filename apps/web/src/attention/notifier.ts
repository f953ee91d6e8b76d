import { language } from '../words/locale.svelte.ts'
import { moreWords } from '../words/more.svelte.ts'
import { dataIn, dataOf, type Note, type NoteData, noteTexts } from './note.ts'
import { notificationOptions } from './notification-options.ts'

/** The worker that keeps the app, once there is one: its notifications outlive the page. */
export async function workerOrNull(): Promise<ServiceWorkerRegistration | null> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  return registration?.active ? registration : null
}

/** Shows notifications, one for each room, and takes them back. */
export class Notifier {
  readonly #go: (path: string) => void
  /** Those that no worker shows. */
  readonly #own = new Map<string, Notification>()

  constructor(go: (path: string) => void) {
    this.#go = go
  }

  /** Shows a note in the place of the one before of its room. False when the browser did not let it. */
  async show(note: Note, { isSilent, isNews }: { isSilent: boolean; isNews: boolean }): Promise<boolean> {
    const { title, body } = noteTexts(note, moreWords().note)
    const options = notificationOptions(note, { body, lang: language(), isSilent, isNews })
    try {
      const worker = await workerOrNull()
      if (worker) await worker.showNotification(title, options)
      else this.#showByItself(note, title, options)
      return true
    } catch {
      // Forbidden since, or a browser that lets only workers show any.
      return false
    }
  }

  /** Takes back what a room has up to a place: it was read. */
  async close(roomId: string, upTo: number): Promise<void> {
    const worker = await workerOrNull()
    const shown = (await worker?.getNotifications({ tag: roomId }).catch(() => [])) ?? []
    const own = this.#own.get(roomId)
    for (const notification of own ? [...shown, own] : shown) {
      const data = dataIn(notification.data)
      if (data && data.sequence <= upTo) notification.close()
    }
  }

  #showByItself(note: Note, title: string, options: NotificationOptions): void {
    const notification = new Notification(title, options)
    const data: NoteData = dataOf(note)
    this.#own.set(note.roomId, notification)
    notification.addEventListener('click', () => {
      window.focus()
      this.#go(data.path)
      notification.close()
    })
    notification.addEventListener('close', () => {
      if (this.#own.get(note.roomId) === notification) this.#own.delete(note.roomId)
    })
  }
}
