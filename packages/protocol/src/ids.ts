import { Type } from 'typebox'

/** 128 bits as base64url: what every id on the wire looks like. */
const ID_PATTERN = '^[A-Za-z0-9_-]{22}$'

/** The internal, permanent name of a room. Never shown to people; made by whoever creates the room. */
export type RoomId = string & { readonly brand: 'RoomId' }
/** See the type of the same name. */
export const RoomId = Type.Unsafe<RoomId>(Type.String({ pattern: ID_PATTERN }))

/** One identity in one room. Made by the server; a person's colour follows from it. */
export type MemberId = string & { readonly brand: 'MemberId' }
/** See the type of the same name. */
export const MemberId = Type.Unsafe<MemberId>(Type.String({ pattern: ID_PATTERN }))

/** The name a client gives its message before the network is touched; what makes posting it again harmless (D3). */
export type MessageId = string & { readonly brand: 'MessageId' }
/** See the type of the same name. */
export const MessageId = Type.Unsafe<MessageId>(Type.String({ pattern: ID_PATTERN }))

/** The name a client gives a file before the network is touched; what makes uploading it again harmless (D3). */
export type FileId = string & { readonly brand: 'FileId' }
/** See the type of the same name. */
export const FileId = Type.Unsafe<FileId>(Type.String({ pattern: ID_PATTERN }))

/** One browser tab (or one bot process). A tab that comes back replaces its own old connection. */
export type TabId = string & { readonly brand: 'TabId' }
/** See the type of the same name. */
export const TabId = Type.Unsafe<TabId>(Type.String({ pattern: ID_PATTERN }))

/** One asking to be let into a room. Made by the server. */
export type KnockId = string & { readonly brand: 'KnockId' }
/** See the type of the same name. */
export const KnockId = Type.Unsafe<KnockId>(Type.String({ pattern: ID_PATTERN }))

/** Which history a sequence belongs to. A restored backup starts another. */
export type Epoch = string & { readonly brand: 'Epoch' }
/** See the type of the same name. */
export const Epoch = Type.Unsafe<Epoch>(Type.String({ pattern: ID_PATTERN }))

/** The secret that says who this browser is: 256 random bits as base64url. The server keeps only its hash. */
export type IdentityToken = string & { readonly brand: 'IdentityToken' }
/** See the type of the same name. */
export const IdentityToken = Type.Unsafe<IdentityToken>(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }))

/** Fills an array with random bytes. The default is the platform's secure generator; simulations pass a seeded one. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

const secureRandom: FillRandom = (bytes) => crypto.getRandomValues(bytes)

// `crypto.randomUUID` is missing on plain http, `getRandomValues` is not: the reason ids are made here.
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function toBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1], bytes[i + 2]]
    text += BASE64URL.charAt(a >> 2) + BASE64URL.charAt(((a & 3) << 4) | ((b ?? 0) >> 4))
    if (b !== undefined) text += BASE64URL.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))
    if (c !== undefined) text += BASE64URL.charAt(c & 63)
  }
  return text
}

/** A fresh id of any kind but a message's: `createId<RoomId>()`. 128 random bits, so two never meet. */
export function createId<Id extends string>(fillRandom: FillRandom = secureRandom): Id {
  return toBase64url(fillRandom(new Uint8Array(16))) as Id
}

/** Bytes of a message id that hold when it was made. */
const MESSAGE_TIME_BYTES = 6

/**
 * A fresh message id, made at `now` in milliseconds: 48 bits of time, then 80 random bits. No one reads the time out of it.
 * It is there so that ids of one moment are neighbours, which spares a store most of the work of keeping them unique. Pass
 * the server's clock where it is known: how far a device's own is off would tell its owner from others.
 */
export function createMessageId(now: number, fillRandom: FillRandom = secureRandom): MessageId {
  const bytes = new Uint8Array(16)
  fillRandom(bytes)
  let rest = Math.max(0, Math.floor(now))
  for (let i = MESSAGE_TIME_BYTES - 1; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return toBase64url(bytes) as MessageId
}

/** A fresh identity token. Servers make it; the browser keeps it and shows it to nobody else. */
export function createIdentityToken(fillRandom: FillRandom = secureRandom): IdentityToken {
  return toBase64url(fillRandom(new Uint8Array(32))) as IdentityToken
}
