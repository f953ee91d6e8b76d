import type { Sequence } from '@confab/protocol'
import {
  addAll,
  decodePlaces,
  keepCommon,
  noPlaces,
  type PlaceSet,
  placesDown,
  SEGMENT_PLACES,
} from './postings.ts'
import { asked, type Group, type PostingRow, type Question } from './question.ts'

/** Groups that are read at first: the rarest. Mostly they leave so little that the others need not be read. */
const READ_FIRST = 2
const READ_NEXT = 4

/** So few messages in a segment are looked at themselves, which costs less than reading more of the index. */
const FEW_PER_SEGMENT = 5

/** What of the index may be meant by a search: it learns which terms are rare, and asks for those first. */
export class Candidates {
  /** Each group with what was read of it, and in how many segments it was asked for. */
  readonly #groups: { group: Group; bytes: number; segments: number }[]

  constructor(groups: readonly Group[]) {
    this.#groups = groups.map((group) => ({ group, bytes: 0, segments: 0 }))
  }

  /** Places in these segments that may have a term of every group, in falling order. */
  *within(from: number, to: number): Generator<Question, Sequence[], unknown> {
    const common = new Map<number, PlaceSet | null>()
    for (let segment = to; segment >= from; segment--) common.set(segment, null)
    const isKnown = this.#groups.every(({ segments }) => segments > 0)
    const inTurn = isKnown ? this.#groups.toSorted((a, b) => rarity(a) - rarity(b)) : this.#groups
    for (let read = 0; read < inTurn.length && common.size > 0; ) {
      const next = isKnown ? inTurn.slice(read, read + (read === 0 ? READ_FIRST : READ_NEXT)) : inTurn
      read += next.length
      const many = [...common].filter(([, places]) => !places || !isFew(places)).map(([segment]) => segment)
      if (many.length === 0) break
      const rows = yield* asked<PostingRow[]>({
        ask: 'postings',
        groups: next.map(({ group }) => group),
        segments: many,
      })
      this.#keep(common, next, rows, many)
    }
    return [...common].flatMap(([segment, places]) =>
      places ? placesDown(places).map((place) => segment * SEGMENT_PLACES + place) : [],
    )
  }

  #keep(
    common: Map<number, PlaceSet | null>,
    groups: readonly { group: Group; bytes: number; segments: number }[],
    rows: readonly PostingRow[],
    segments: readonly number[],
  ): void {
    const ofSegment = Map.groupBy(rows, ({ segment }) => segment)
    for (const segment of segments) {
      const found = ofSegment.get(segment) ?? []
      let places = common.get(segment) ?? null
      let isLost = false
      for (const one of groups) {
        const postings = found.filter(({ term }) => one.group.includes(term))
        one.segments += 1
        for (const { postings: bytes } of postings) one.bytes += bytes.length
        if (postings.length === 0) isLost = true
        if (isLost) continue
        const own = noPlaces()
        for (const { postings: bytes } of postings) addAll(own, decodePlaces(bytes))
        if (places) keepCommon(places, own)
        else places = own
      }
      if (isLost || !places || places.every((word) => word === 0)) common.delete(segment)
      else common.set(segment, places)
    }
  }
}

const rarity = ({ bytes, segments }: { bytes: number; segments: number }): number => bytes / segments

/** Whether there are only a few places in a set. */
function isFew(places: PlaceSet): boolean {
  let count = 0
  for (let word of places) for (; word !== 0; word &= word - 1) if (++count > FEW_PER_SEGMENT) return false
  return true
}
