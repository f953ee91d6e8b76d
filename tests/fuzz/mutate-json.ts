import type { Chance } from '../simulation/chance.ts'
import type { Json, JsonObject } from './corpus.ts'
import { KEYS, ODD_CHARACTERS, ODD_VALUES, RAW_VALUES } from './odd-values.ts'

/** Bytes of the longest string put anywhere: past every bound, and so rarely that it is not all there is to carry. */
const HUGE = 70_000

type Holder = Json[] | JsonObject
type Spot = { holder: Holder; key: string }

const isHolder = (value: Json): value is Holder => typeof value === 'object' && value !== null

/** Every place a value stands at. */
function spotsOf(value: Json, spots: Spot[] = []): Spot[] {
  if (!isHolder(value)) return spots
  for (const key of Object.keys(value)) {
    spots.push({ holder: value, key })
    spotsOf(at({ holder: value, key }), spots)
  }
  return spots
}

const at = ({ holder, key }: Spot): Json =>
  (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null

/** A value of its own: what is put into a frame may be changed there again. */
const oddValue = (chance: Chance): Json => structuredClone(chance.pick(ODD_VALUES))

/** Puts a value where it stands, as its own property, whatever its name is. */
function put({ holder, key }: Spot, value: Json): void {
  if (Array.isArray(holder) && !(Number(key) < holder.length)) holder.push(value)
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function drop({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

/** Text with something odd in it, or more of it, or less, or another length by one. */
function oddText(text: string, chance: Chance): string {
  const cut = chance.below(text.length + 1)
  switch (chance.below(7)) {
    case 0:
      return text.slice(0, cut)
    case 1:
      return text + chance.pick(ODD_CHARACTERS)
    case 2:
      return text.slice(0, cut) + text.slice(cut + 1)
    case 3:
      return text.repeat(2)
    case 4:
      return text.toUpperCase()
    case 5:
      return chance.happens(0.05) ? chance.pick([...ODD_CHARACTERS]).repeat(HUGE) : text.padEnd(cut * 4, 'x')
    default:
      return text.slice(0, cut) + chance.pick(ODD_CHARACTERS) + text.slice(cut + chance.below(2))
  }
}

function oddNumber(value: number, chance: Chance): Json {
  return chance.pick<Json>([
    value + 1,
    value - 1,
    -value,
    value * 2,
    value / 2,
    value + 0.1,
    2 ** 32 + value,
    `${value}`,
  ])
}

/** A neighbour of the value: still of its type more often than not, so that it gets past the door. */
function neighbourOf(value: Json, chance: Chance): Json {
  if (chance.happens(0.25)) return oddValue(chance)
  if (typeof value === 'string') return oddText(value, chance)
  if (typeof value === 'number') return oddNumber(value, chance)
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value))
    return value.length > 0 ? structuredClone([...value, ...value, chance.pick(value)]) : [oddValue(chance)]
  return oddValue(chance)
}

/** Changes one thing in a value it may keep; what is no value of JSON goes to `raw` as text and is written in later. */
function change(value: JsonObject, others: readonly Json[], chance: Chance, raw: string[]): void {
  const all = spotsOf(value)
  // Without its type a frame gets no further than the door, and without its ref not much: those are left alone more often.
  const inside = all.filter(({ key }) => key !== 'type' && key !== 'ref')
  const spots = inside.length > 0 && chance.happens(0.85) ? inside : all
  if (spots.length === 0) return
  const spot = chance.pick(spots)
  const rawMark = (text: string) => `\u0001${raw.push(text) - 1}\u0001`
  switch (chance.below(16)) {
    case 0:
      return drop(spot)
    case 1: {
      const kept = at(spot)
      drop(spot)
      return put({ holder: spot.holder, key: Array.isArray(spot.holder) ? '0' : chance.pick(KEYS) }, kept)
    }
    case 2:
      return put(
        { holder: Array.isArray(spot.holder) ? value : spot.holder, key: chance.pick(KEYS) },
        oddValue(chance),
      )
    case 3:
      return put(spot, rawMark(chance.pick(RAW_VALUES)))
    case 4: {
      const other = chance.pick(spots)
      const kept = at(other)
      // One inside the other would never end.
      if (isHolder(kept) || isHolder(at(spot))) return put(spot, oddValue(chance))
      put(other, at(spot))
      return put(spot, kept)
    }
    case 5:
      return put(spot, chance.happens(0.5) ? [at(spot)] : { [chance.pick(KEYS)]: at(spot) })
    case 6: {
      const depth = chance.pick([2, 40, 2_000, chance.happens(0.1) ? 30_000 : 100])
      const [open, close] = chance.pick([['[', ']'] as const, ['{"a":', '}'] as const])
      return put(spot, rawMark(open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth)))
    }
    case 7: {
      // A splice: a value of another frame, wherever it stood there.
      const theirs = spotsOf(chance.pick(others))
      return put(spot, theirs.length > 0 ? structuredClone(at(chance.pick(theirs))) : null)
    }
    default:
      return put(spot, neighbourOf(at(spot), chance))
  }
}

/** Writes something no encoder would: a key twice, one in disguise, more behind the end, or spaces that are none. */
function writeOddly(text: string, chance: Chance): string {
  const keys = [...text.matchAll(/[{,]"([^"\\]*)":/g)]
  const key = keys.length > 0 ? chance.pick(keys) : null
  switch (chance.below(9)) {
    case 0:
    case 1:
    case 2: {
      if (!key) return `${text}${text}`
      const name = chance.happens(0.3)
        ? `\\u${key[1]?.charCodeAt(0).toString(16).padStart(4, '0')}${key[1]?.slice(1)}`
        : key[1]
      const repeated = `"${name}":${JSON.stringify(oddValue(chance))},`
      return text.slice(0, key.index + 1) + repeated + text.slice(key.index + 1)
    }
    case 3:
      return text + chance.pick([' ', '\u00a0', '\u0000', ',', '}', text, '//', '\ufeff'])
    case 4:
      return chance.pick([' ', '\ufeff', '\u00a0', '[', '(', '\u0000', '\n\t\r ']) + text
    case 5:
      return text.replaceAll('"', "'")
    case 6:
      return text.replace(
        /"type"/,
        chance.pick(['"\\u0074ype"', 'type', '"type" ', '"Type"', '"type\\u0000"']),
      )
    case 7:
      return `[${text}]`
    default:
      return text.replace(/,/g, chance.pick([' , ', ',,', ';', '\n,\t']))
  }
}

/** A frame with some things changed in it, as text. `changes` 0 writes it as it is. */
export function mutateJson(value: Json, others: readonly Json[], changes: number, chance: Chance): string {
  const raw: string[] = []
  const mutated = structuredClone(value)
  // An array of events is changed in one of them.
  const target =
    Array.isArray(mutated) && mutated.length > 0 && chance.happens(0.9) ? chance.pick(mutated) : mutated
  for (let i = 0; i < changes; i++) if (isHolder(target)) change(target as JsonObject, others, chance, raw)
  let text = JSON.stringify(mutated)
  if (raw.length > 0)
    text = text.replace(/"\\u0001(\d+)\\u0001"/g, (_, index) => raw[Number(index)] ?? 'null')
  return changes > 0 && chance.happens(0.06) ? writeOddly(text, chance) : text
}
