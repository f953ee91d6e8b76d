/** Places of one segment: a stretch of a room's history that is indexed as one. */
export const SEGMENT_PLACES = 4_096

/** The segment a place is in. */
export const segmentOf = (sequence: number): number => Math.floor(sequence / SEGMENT_PLACES)

/** A set of places within one segment, one bit each. */
export type PlaceSet = Uint32Array

const WORDS = SEGMENT_PLACES / 32
const AS_LIST = 0
const AS_BITS = 1

export const noPlaces = (): PlaceSet => new Uint32Array(WORDS)

export const addPlace = (places: PlaceSet, place: number): void => {
  places[place >> 5] = (places[place >> 5] ?? 0) | (1 << (place & 31))
}

export const removePlace = (places: PlaceSet, place: number): void => {
  places[place >> 5] = (places[place >> 5] ?? 0) & ~(1 << (place & 31))
}

/** Keeps in `places` what is in `others` as well. */
export function keepCommon(places: PlaceSet, others: PlaceSet): void {
  for (let i = 0; i < WORDS; i++) places[i] = (places[i] ?? 0) & (others[i] ?? 0)
}

/** Adds to `places` what is in `others`. */
export function addAll(places: PlaceSet, others: PlaceSet): void {
  for (let i = 0; i < WORDS; i++) places[i] = (places[i] ?? 0) | (others[i] ?? 0)
}

/** The places of a set, the last first. */
export function placesDown(places: PlaceSet): number[] {
  const found: number[] = []
  for (let i = WORDS - 1; i >= 0; i--) {
    let word = (places[i] ?? 0) >>> 0
    while (word !== 0) {
      const bit = 31 - Math.clz32(word)
      found.push(i * 32 + bit)
      word = (word & ~(1 << bit)) >>> 0
    }
  }
  return found
}

/** Places in rising order as the index keeps them: the distances between few, a bit for each of many. Null for none. */
export function encodePlaces(rising: readonly number[]): Uint8Array | null {
  if (rising.length === 0) return null
  const bytes: number[] = [AS_LIST]
  let before = -1
  for (const place of rising) {
    const distance = place - before - 1
    if (distance < 128) bytes.push(distance)
    else bytes.push(128 | (distance >> 7), distance & 127)
    before = place
  }
  if (bytes.length <= SEGMENT_PLACES / 8) return Uint8Array.from(bytes)
  const bits = new Uint8Array(1 + SEGMENT_PLACES / 8)
  bits[0] = AS_BITS
  for (const place of rising) bits[1 + (place >> 3)] = (bits[1 + (place >> 3)] ?? 0) | (1 << (place & 7))
  return bits
}

/** What `encodePlaces` made. */
export function decodePlaces(bytes: Uint8Array): PlaceSet {
  const places = noPlaces()
  if (bytes[0] === AS_BITS) {
    for (let i = 1; i < bytes.length; i++)
      places[(i - 1) >> 2] = (places[(i - 1) >> 2] ?? 0) | ((bytes[i] ?? 0) << (((i - 1) & 3) * 8))
    return places
  }
  let place = -1
  for (let i = 1; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    place += 1 + (byte < 128 ? byte : ((byte & 127) << 7) | (bytes[++i] ?? 0))
    if (place < SEGMENT_PLACES) addPlace(places, place)
  }
  return places
}

/** Postings with a place more, or less. Null once there is none. */
export function changedPlaces(bytes: Uint8Array | null, place: number, isIn: boolean): Uint8Array | null {
  const places = bytes ? decodePlaces(bytes) : noPlaces()
  if (isIn) addPlace(places, place)
  else removePlace(places, place)
  return encodePlaces(placesDown(places).reverse())
}
