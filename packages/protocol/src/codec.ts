import { Check } from 'typebox/value'
import { COMMANDS, type Command } from './command.ts'
import { Ref } from './commands/ref.ts'
import { EVENTS, type ServerEvent } from './event.ts'
import { MessageId, RoomId } from './ids.ts'

/** Answers whether a value has the shape of one schema. */
export type Checker = (value: unknown) => boolean

/** Makes the checker of a schema: interpreted in browsers, where a strict CSP forbids more, compiled on servers. */
export type CheckerFactory = (
  schema: (typeof COMMANDS)[keyof typeof COMMANDS] | (typeof EVENTS)[keyof typeof EVENTS],
) => Checker

/** Whom a refusal of a half-understood command can be addressed to. */
export type Addressee = { ref: number } | { roomId: RoomId; messageId: MessageId }

/**
 * A command, or why there is none. `malformed` broke the protocol and costs the connection; `invalid` is a known command
 * with a field that is not allowed, which can be refused to its addressee.
 */
export type DecodedCommand =
  | { outcome: 'command'; command: Command }
  | { outcome: 'invalid'; addressee: Addressee }
  | {
      outcome: 'malformed'
      reason: 'not-json' | 'not-an-object' | 'repeated-key' | 'unknown-type' | 'invalid'
    }

/** Reads one client frame. Never throws. */
export type DecodeCommand = (text: string) => DecodedCommand

/** Reads one server frame: its events in order, those of unknown type left out; null when it is no frame at all. Never throws. */
export type DecodeFrame = (text: string) => ServerEvent[] | null

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys in a JSON text, repeated ones included: every colon outside a string follows one. */
function countKeysWritten(text: string): number {
  let keys = 0
  let isInString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x22) isInString = !isInString
    else if (isInString) i += c === 0x5c ? 1 : 0
    else if (c === 0x3a) keys++
  }
  return keys
}

/** Keys in a value whose shape was checked, so it is shallow. */
function countKeysRead(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeysRead(item), 0)
  if (!isObject(value)) return 0
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeysRead(item), 0)
}

/** Lone surrogates and NUL are one thing in one store and another in the next, so they end here, in any field. */
function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed() || value.includes('\u0000')
  return isObject(value) || Array.isArray(value) ? Object.values(value).some(hasUnstorableText) : false
}

function addresseeOf(value: Record<string, unknown>): Addressee | null {
  const { ref, roomId, messageId } = value
  // A ref that is none cannot be answered either: the refusal would be no frame of ours.
  if (Check(Ref, ref)) return { ref }
  if (Check(RoomId, roomId) && Check(MessageId, messageId)) return { roomId, messageId }
  return null
}

/** Makes the reader of client frames. Servers pass compiled checkers. */
export function createDecodeCommand(checkerOf: CheckerFactory): DecodeCommand {
  const checkers = new Map(
    Object.entries(COMMANDS).map(([type, schema]) => [type, checkerOf(schema)] as const),
  )
  return (text) => {
    const value = parse(text)
    if (value === undefined) return { outcome: 'malformed', reason: 'not-json' }
    if (!isObject(value)) return { outcome: 'malformed', reason: 'not-an-object' }
    const check = typeof value.type === 'string' ? checkers.get(value.type) : undefined
    if (!check) return { outcome: 'malformed', reason: 'unknown-type' }
    if (check(value) && !hasUnstorableText(value)) {
      if (countKeysWritten(text) === countKeysRead(value))
        return { outcome: 'command', command: value as Command }
      return { outcome: 'malformed', reason: 'repeated-key' }
    }
    // A broken hello leaves nobody to talk to, and without an addressee nobody would hear the refusal.
    const addressee = value.type === 'hello' ? null : addresseeOf(value)
    return addressee ? { outcome: 'invalid', addressee } : { outcome: 'malformed', reason: 'invalid' }
  }
}

/** Makes the reader of server frames. */
export function createDecodeFrame(checkerOf: CheckerFactory): DecodeFrame {
  const checkers = new Map(Object.entries(EVENTS).map(([type, schema]) => [type, checkerOf(schema)] as const))
  return (text) => {
    const value = parse(text)
    if (!Array.isArray(value)) return null
    const events: ServerEvent[] = []
    for (const item of value) {
      const check = isObject(item) && typeof item.type === 'string' ? checkers.get(item.type) : undefined
      if (!check) continue
      if (!check(item)) return null
      events.push(item as ServerEvent)
    }
    return events
  }
}

const interpreted: CheckerFactory = (schema) => (value) => Check(schema, value)

/** Reads one client frame with interpreted checkers, which need no `eval`. */
export const decodeCommand: DecodeCommand = createDecodeCommand(interpreted)

/** Reads one server frame with interpreted checkers, which need no `eval`: the browser's reader. */
export const decodeFrame: DecodeFrame = createDecodeFrame(interpreted)

/** A client frame. */
export function encodeCommand(command: Command): string {
  return JSON.stringify(command)
}

/** One event as it stands in a server frame; encoded once, however many it goes to. */
export function encodeEvent(event: ServerEvent): string {
  return JSON.stringify(event)
}

/** A server frame of events that are already encoded. */
export function joinFrame(encodedEvents: readonly string[]): string {
  return `[${encodedEvents.join(',')}]`
}
