import './styles/tokens.css'
import './styles/reset.css'
import './styles/base.css'
import { type Client, createClient } from '@confab/client'
import { createId, type RoomId, type TabId } from '@confab/protocol'
import { mount } from 'svelte'
import App from './App.svelte'
import { serverMeta, socketUrl } from './config.ts'
import { Installation } from './install/installation.svelte.ts'
import { KnownRooms } from './lobby/known-rooms.svelte.ts'
import { route } from './route.svelte.ts'
import type { AppStorage, UnsentChange } from './storage/app-storage.ts'
import { openStorage } from './storage/open-storage.ts'
import { claimTabId, freeTabId, holdTabId } from './storage/tab-id.ts'
import { after, openTabLine, sessionOrNull } from './storage/tab-line.ts'
import { speak } from './words/words.svelte.ts'

const app = requireApp()

const line = openTabLine()
const session = sessionOrNull()
const asker = createId<string>()

// Not awaited here: the words are a chunk that needs this one, so this one must not wait for it.
void start()

async function start(): Promise<void> {
  const speaking = speak()
  route.start()
  // App asks for it too; asked for here, it comes together with the words.
  const home = route.place.name === 'home' ? import('./screens/HomeScreen.svelte') : null
  const [storage, tabId] = await Promise.all([openStorage(), claimTabId({ session, asker, line, after })])
  const client = createClient({
    url: socketUrl(serverMeta(), location.origin),
    storage,
    clientName: 'confab-web/1',
    tabId,
  })
  // The line is on its way while the words are.
  client.open()
  const knownRooms = new KnownRooms(storage)
  const restored = knownRooms.load().then(() => {
    const { place } = route
    const known = place.name === 'room' ? knownRooms.byCode(place.code) : undefined
    return known && bringBack(client, known.roomId)
  })
  await Promise.all([restored, speaking, home])

  const installation = new Installation()
  mount(App, { target: app, props: { client, storage, knownRooms, installation } })

  void answerTheRollCall(client, storage, tabId)
  hintAtTheWorld(client)
  warnBeforeLosing(client, storage)
  whenThereIsTime(() => void storage.dropStale())
  if (import.meta.env.PROD) whenThereIsTime(() => void installation.start(client, storage))
}

/** Until it was looked what is kept of a room: it is there, then, for the first thing that is drawn. */
function bringBack(client: Client, roomId: RoomId): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = client.subscribe(() => {
      if (!client.rooms.has(roomId)) return
      stopListening()
      resolve()
    })
    void client.resumeRoom(roomId)
  })
}

/** Looks after what dead tabs left unsent, and lets the others look after this one's. Loaded once the page stands. */
async function answerTheRollCall(client: Client, storage: AppStorage, tabId: TabId): Promise<void> {
  const early: UnsentChange[] = []
  storage.watchUnsent((change) => early.push(change))
  const [{ RollCall }, { adoptPosts }] = await Promise.all([
    import('./storage/roll-call.ts'),
    import('./storage/adopt-posts.ts'),
  ])
  const adopt = (deadTab: TabId) => void adoptPosts(client, storage, deadTab)
  // What this tab left itself, in a room that it does not show now.
  adopt(tabId)
  const rollCall = new RollCall({ tabId, asker, line, after, adopt })
  for (const change of early) rollCall.unsentChanged(change)
  storage.watchUnsent((change) => rollCall.unsentChanged(change))
  await rollCall.checkTabs(await storage.loadWaitingTabs())
}

/** Not before the page has what it shows at first: keeping the app takes the same line. */
function whenThereIsTime(work: () => void): void {
  const wait = () =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(work) : setTimeout(work, 1_000)
  if (document.readyState === 'complete') wait()
  else addEventListener('load', wait, { once: true })
}

/** Timers sleep in hidden and frozen pages: when the page is back, or the network is, the client looks at once. */
function hintAtTheWorld(client: Client): void {
  addEventListener('online', () => client.wake())
  // A socket outlives its network without a word: only asking shows that nobody answers.
  addEventListener('offline', () => client.wake())
  addEventListener('pageshow', (event) => {
    if (session) holdTabId(session)
    if (event.persisted) client.wake()
  })
  addEventListener('pagehide', () => {
    if (session) freeTabId(session)
    client.keepNow()
  })
  document.addEventListener('resume', () => client.wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') client.wake()
    // Of a phone's page that was put aside this may be the last that is heard.
    else client.keepNow()
  })
}

/** Leaving costs nothing, unless this page is the only place where something unsent is kept. */
function warnBeforeLosing(client: Client, storage: AppStorage): void {
  addEventListener('beforeunload', (event) => {
    const rooms = [...client.rooms.values()]
    const pending = rooms.flatMap(({ view }) => view.timeline.pending)
    const hasUnsent = pending.length > 0 || rooms.some(({ view }) => view.changes.length > 0)
    // The disk may have had room for the words, and none for the files.
    const hasOnlyHere = pending.some(({ attachments }) => attachments?.some(({ isKept }) => !isKept))
    if (hasOnlyHere || (hasUnsent && !storage.isDurable)) event.preventDefault()
  })
}

function requireApp(): HTMLElement {
  const found = document.getElementById('app')
  if (!found) throw new Error('index.html has no #app')
  return found
}
