import { formatRoomCode, parseRoomCode, type RoomCode, type Sequence } from '@confab/protocol'

/** Where the page is; `at` is the message a link leads to. A room's link with no code to be read in it is `lost`. */
export type Place = { name: 'home' } | { name: 'room'; code: RoomCode; at?: Sequence } | { name: 'lost' }

export function placeOf(pathname: string): Place {
  if (pathname === '/' || pathname === '/index.html') return { name: 'home' }
  const [, segment, at] = /^\/r\/([^/]+)(?:\/(\d{1,15}))?\/?$/.exec(pathname) ?? []
  const code = segment === undefined ? null : parseRoomCode(decodeSegment(segment))
  if (!code) return { name: 'lost' }
  return at === undefined ? { name: 'room', code } : { name: 'room', code, at: Number(at) }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export function pathOf(place: Place): string {
  if (place.name !== 'room') return '/'
  const room = `/r/${formatRoomCode(place.code)}`
  return place.at === undefined ? room : `${room}/${place.at}`
}

let place = $state.raw<Place>({ name: 'home' })

export const route = {
  get place(): Place {
    return place
  },

  /** Reads the address and follows the back button from now on, and whoever presses a notification. */
  start(): void {
    const read = () => {
      place = placeOf(location.pathname)
    }
    read()
    addEventListener('popstate', read)
    // From the first moment: what the worker says to a page that does not listen yet is lost.
    navigator.serviceWorker?.addEventListener('message', ({ data }) => {
      if (data?.type === 'go') route.go(placeOf(data.path))
    })
  },

  go(to: Place): void {
    if (pathOf(to) !== location.pathname) history.pushState(null, '', pathOf(to))
    place = to
  },

  /** The room has another code: the address says so, and Back leads where it led. */
  recode(code: RoomCode): void {
    if (place.name !== 'room') return
    place = { ...place, code }
    history.replaceState(history.state, '', pathOf(place))
  },

  /** The message a link led to was shown: from now on the address is the room's. */
  arrive(): void {
    if (place.name !== 'room' || place.at === undefined) return
    place = { name: 'room', code: place.code }
    history.replaceState(history.state, '', pathOf(place))
  },
}

/** For links: goes there without loading the page anew, unless the press asks for a new tab or window. */
export function follow(event: MouseEvent, to: Place): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  route.go(to)
}
