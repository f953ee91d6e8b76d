import type { RoomId } from '@confab/protocol'
import type { NodeSignal, RoomSignal } from './signals.ts'

// Signals as text: an object of JSON, and behind a line break the frame it brings, if any, as it goes to the browsers: a span is not encoded
// twice. The room is not said, it is the channel. Fields and kinds this version does not know are let go, as a node of the next one may
// have them; those it knows are looked at, although only nodes can say anything here: a fault in one is no other's.

type Signal = RoomSignal | NodeSignal
type Kind = Signal['kind']
type Of<K extends Kind> = Extract<Signal, { kind: K }>

/** The field that travels as it is. */
type Frame<K extends Kind> = K extends 'doorbell'
  ? 'encodedSpan'
  : K extends 'typing'
    ? 'encodedEvent'
    : never

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isBoolean: Check = (value) => typeof value === 'boolean'
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isTextOrNull: Check = (value) => value === null || isText(value)
const isStamp: Check = (value) => Number.isFinite(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const objectOf =
  (fields: Record<string, Check>): Check =>
  (value) =>
    has(fields, value)

/** What each kind says in words: the compiler asks for a line for each field there is. */
const ROOM_WORDS: {
  [K in RoomSignal['kind']]: Record<Exclude<keyof Of<K>, 'kind' | 'roomId' | Frame<K>>, Check>
} = {
  doorbell: { epoch: isText, after: isCount, upTo: isCount },
  typing: { memberId: isText },
  read: { memberId: isText, upTo: isCount },
  presence: {
    nodeId: isText,
    number: isCount,
    isWhole: isBoolean,
    count: isCount,
    here: listOf(objectOf({ memberId: isText, name: isText })),
    gone: listOf(isText),
  },
  'who-is-here': { nodeId: isText, of: isTextOrNull },
}
const NODE_WORDS: { [K in NodeSignal['kind']]: Record<Exclude<keyof Of<K>, 'kind'>, Check> } = {
  alive: {
    nodeId: isText,
    at: isStamp,
    isLeaving: isBoolean,
    roundMs: isCount,
    standings: listOf(objectOf({ roomId: isText, number: isCount, count: isCount })),
  },
  'take-over': { at: isStamp, tokenHash: isText, tabId: isText },
  'look-up-failed': { address: isText, network: isText },
  revoked: { tokenHash: isText },
  attention: { tokenHash: isText },
  'bar-address': { room: isText, memberId: isText },
  well: {},
}

/** A signal as text, without its room. */
export function encodeSignal(signal: Signal): string {
  switch (signal.kind) {
    case 'doorbell': {
      const { roomId: _, encodedSpan, ...words } = signal
      return `${JSON.stringify(words)}\n${encodedSpan}`
    }
    case 'typing': {
      const { roomId: _, encodedEvent, ...words } = signal
      return `${JSON.stringify(words)}\n${encodedEvent}`
    }
    case 'read':
    case 'presence':
    case 'who-is-here': {
      const { roomId: _, ...words } = signal
      return JSON.stringify(words)
    }
    default:
      return JSON.stringify(signal)
  }
}

/** What cannot be read: of a kind this version does not know, or not as this version knows its kind. */
export type Unread = 'unknown' | 'malformed'

/** What was said of a room. Never throws. */
export function decodeRoomSignal(roomId: RoomId, text: string): RoomSignal | Unread {
  const end = text.indexOf('\n')
  const words = parsed(end < 0 ? text : text.slice(0, end), ROOM_WORDS)
  if (typeof words === 'string') return words
  const frame = end < 0 ? null : text.slice(end + 1)
  switch (words.kind) {
    case 'doorbell':
      return frame === null ? 'malformed' : ({ ...words, roomId, encodedSpan: frame } as RoomSignal)
    case 'typing':
      return frame === null ? 'malformed' : ({ ...words, roomId, encodedEvent: frame } as RoomSignal)
    default:
      return { ...words, roomId } as RoomSignal
  }
}

/** What was said to all nodes. Never throws. */
export function decodeNodeSignal(text: string): NodeSignal | Unread {
  return parsed(text, NODE_WORDS) as NodeSignal | Unread
}

function parsed<K extends Kind>(text: string, kinds: Record<K, Record<string, Check>>): { kind: K } | Unread {
  let words: unknown
  try {
    words = JSON.parse(text)
  } catch {
    return 'malformed'
  }
  if (!has({ kind: isText }, words)) return 'malformed'
  const { kind } = words as { kind: K }
  if (!Object.hasOwn(kinds, kind)) return 'unknown'
  return has(kinds[kind], words) ? (words as { kind: K }) : 'malformed'
}

function has(fields: Record<string, Check>, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const of = value as Record<string, unknown>
  for (const name in fields) if (!fields[name]?.(of[name])) return false
  return true
}
