import { formatRoomCode, parseRoomCode, type RoomCode } from '@confab/protocol'

/** Where the page is. A room's link with no code to be read in it is `lost`. */
export type Place = { name: 'home' } | { name: 'room'; code: RoomCode } | { name: 'lost' }

export function placeOf(pathname: string): Place {
  if (pathname === '/' || pathname === '/index.html') return { name: 'home' }
  const segment = /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1]
  const code = segment === undefined ? null : parseRoomCode(decodeSegment(segment))
  return code ? { name: 'room', code } : { name: 'lost' }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export function pathOf(place: Place): string {
  return place.name === 'room' ? `/r/${formatRoomCode(place.code)}` : '/'
}

let place = $state.raw<Place>({ name: 'home' })

export const route = {
  get place(): Place {
    return place
  },

  /** Reads the address and follows the back button from now on. */
  start(): void {
    const read = () => {
      place = placeOf(location.pathname)
    }
    read()
    addEventListener('popstate', read)
  },

  go(to: Place): void {
    if (pathOf(to) !== location.pathname) history.pushState(null, '', pathOf(to))
    place = to
  },
}

/** For links: goes there without loading the page anew, unless the press asks for a new tab or window. */
export function follow(event: MouseEvent, to: Place): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  route.go(to)
}
