// Keeps the app itself in the browser, so that it opens at once, and offline, and calls people while no page of it is open. What was
// said is kept by the page (IndexedDB), not here.
// Built apart from the app (build/service-worker.ts), which names the files that belong to this build.

import { openNotified, showPushed, subscribeAgain } from './calling.ts'
import { wayOf } from './way.ts'

declare const self: ServiceWorkerGlobalScope
/** The name of this build, and its files that everybody needs. Written in by the build. */
declare const BUILD: { name: string; files: string[] }

const { name, files } = BUILD
const PREFIX = 'app-'
const CACHE = PREFIX + name
const PAGE = '/'

/** This build's files and those of the one before: a tab that still runs that one may need a part it has not loaded yet. */
const CACHES_KEPT = 2

self.addEventListener('install', (event) => {
  event.waitUntil(keep([PAGE, ...files]))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOldBuilds(), self.clients.claim()]))
})

self.addEventListener('fetch', (event) => {
  switch (wayOf(event.request, self.location.origin)) {
    case 'page':
      event.respondWith(page(event.request))
      return
    case 'file':
      event.respondWith(file(event.request))
      return
    case 'network':
      return
  }
})

self.addEventListener('message', (event) => {
  const { type, urls } = (event.data ?? {}) as { type?: unknown; urls?: unknown }
  // A page that says so has found a good moment; until then the build it runs stays in charge.
  if (type === 'take-over') event.waitUntil(self.skipWaiting())
  // What a page loaded before this worker was there: its language, say.
  if (type === 'keep' && Array.isArray(urls)) event.waitUntil(keepLoaded(urls.map(String)))
})

self.addEventListener('push', (event) => {
  event.waitUntil(showPushed(self, event.data?.text() ?? ''))
})

self.addEventListener('notificationclick', (event) => {
  event.waitUntil(openNotified(self, event.notification))
})

self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription } = event as PushSubscriptionChangeEvent
  ;(event as ExtendableEvent).waitUntil(subscribeAgain(self, oldSubscription?.options))
})

/** Past the HTTP cache, which may still hold the page of another build. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll(paths.map((path) => new Request(path, { cache: path === PAGE ? 'reload' : 'default' })))
}

async function keepLoaded(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const url of urls) {
    if (wayOf({ method: 'GET', mode: 'cors', url }, self.location.origin) !== 'file') continue
    if (!(await caches.match(url))) await cache.add(url).catch(() => {})
  }
}

async function forgetOldBuilds(): Promise<void> {
  // In the order in which they were made.
  const names = (await caches.keys()).filter((known) => known.startsWith(PREFIX) && known !== CACHE)
  await Promise.all(
    names.slice(0, Math.max(0, names.length + 1 - CACHES_KEPT)).map((old) => caches.delete(old)),
  )
}

/** The page of this build, and no newer one: it names files, and only those of this build are sure to be here. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(PAGE)) ?? fetch(request)
}

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) {
    const cache = await caches.open(CACHE)
    // The answer does not wait for it, and does without it where there is no room.
    void cache.put(request, response.clone()).catch(() => {})
  }
  return response
}
