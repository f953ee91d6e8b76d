import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { RoomId } from '@confab/protocol'
import type { NodeId } from './signals.ts'

// How a signal travels where others could write, too:
//
//   version, 1 character · sender, 22 · MAC, 43 · the sender's clock, base 36 · a space · the words
//
// The MAC is HMAC-SHA256 over everything else and the channel, so that no word can be put into another room. Version and sender stand
// first and are read first: what this version does not know and what a node said itself are let go without a hash.

/** Which envelope this is. A node leaves alone what bears another, so that nodes of two versions can be told of the same rooms. */
const VERSION = '1'

const SENDER_AT = 1
const MAC_AT = SENDER_AT + 22
const AT_AT = MAC_AT + 43

/** The key all nodes of one Confab know. */
export type Seal = { readonly key: KeyObject; readonly channels: string }

/** What was in an envelope, or why it was left closed. `unknown` is of another version, `forged` of somebody without the key. */
export type Opened =
  | { sender: NodeId; at: number; words: string }
  | { failed: 'own' | 'unknown' | 'malformed' | 'forged' }

/**
 * What seals and opens. The channels' common beginning follows from the key, so that two Confabs on one Redis do not hear
 * each other; it tells nothing of the key.
 */
export function createSeal(key: Uint8Array): Seal {
  const secret = createSecretKey(key)
  const name = createHmac('sha256', secret).update('channels').digest('base64url').slice(0, 8)
  return { key: secret, channels: `confab:${name}:` }
}

/** Where a room is talked of. */
export const roomChannel = ({ channels }: Seal, roomId: RoomId): string => `${channels}room:${roomId}`

/** Which room is talked of there; null if none is. */
export function roomOfChannel({ channels }: Seal, channel: string): RoomId | null {
  const prefix = `${channels}room:`
  return channel.startsWith(prefix) ? (channel.slice(prefix.length) as RoomId) : null
}

/** Where all nodes listen. */
export const nodesChannel = ({ channels }: Seal): string => `${channels}nodes`

/** Where a node hears nobody but itself. */
export const echoChannel = ({ channels }: Seal, nodeId: NodeId): string => `${channels}echo:${nodeId}`

/** Puts words into an envelope for one channel. */
export function sealed(seal: Seal, channel: string, sender: NodeId, at: number, words: string): string {
  const content = `${at.toString(36)} ${words}`
  return `${VERSION}${sender}${macOf(seal, channel, sender, content).toString('base64url')}${content}`
}

/** Takes words out of an envelope from a channel. Never throws, whatever it is given. */
export function opened(seal: Seal, channel: string, self: NodeId, message: string): Opened {
  if (message[0] !== VERSION) return { failed: 'unknown' }
  const sender = message.slice(SENDER_AT, MAC_AT) as NodeId
  if (sender === self) return { failed: 'own' }
  const content = message.slice(AT_AT)
  const space = content.indexOf(' ')
  if (space < 0) return { failed: 'malformed' }
  const mac = Buffer.from(message.slice(MAC_AT, AT_AT), 'base64url')
  const expected = macOf(seal, channel, sender, content)
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return { failed: 'forged' }
  return { sender, at: Number.parseInt(content.slice(0, space), 36), words: content.slice(space + 1) }
}

/** Of fixed lengths in front and one line of channel, so that no two envelopes are the same text to the hash. */
function macOf(seal: Seal, channel: string, sender: NodeId, content: string): Buffer {
  return createHmac('sha256', seal.key).update(`${VERSION}${sender}${channel}\n`).update(content).digest()
}
