import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** What a browser gave to encrypt for it: the point of its key on P-256, and a secret, both as base64url. */
export type PushKeys = { p256dh: string; auth: string }

/** What the RFC's own example fixes and we leave to chance: the key of one message, and its salt. */
export type EncryptionChances = { privateKey?: Buffer; salt?: Buffer; padTo?: number }

const CURVE = 'prime256v1'
const SALT_BYTES = 16
const TAG_BYTES = 16
/** The one record a message has is told to be no longer than this: what every push service takes. */
const RECORD_BYTES = 4_096
/** Behind the last record's content. */
const LAST_RECORD = 2

/**
 * Messages are filled up to a multiple of this many bytes, so that a push service learns nothing from how long they are. Two thirds of
 * what there may be holds the longest of ours.
 */
const PADDED_TO_BYTES = 1_024

const derive = (secret: Buffer, salt: Buffer, info: string | Buffer, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))

/**
 * Encrypts a push message as RFC 8291 says, into the body of its request (RFC 8188, `aes128gcm`). Throws when the browser's key is
 * none.
 */
export function encryptForPush(text: string, keys: PushKeys, chances: EncryptionChances = {}): Buffer {
  const { salt = randomBytes(SALT_BYTES), padTo = PADDED_TO_BYTES } = chances
  const theirs = Buffer.from(keys.p256dh, 'base64url')
  const auth = Buffer.from(keys.auth, 'base64url')
  const own = createECDH(CURVE)
  if (chances.privateKey) own.setPrivateKey(chances.privateKey)
  else own.generateKeys()
  const ours = own.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const secret = derive(own.computeSecret(theirs), auth, info, 32)
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)

  const content = Buffer.from(text)
  const padding = padTo - ((content.length + 1) % padTo || padTo)
  const plain = Buffer.concat([content, Buffer.of(LAST_RECORD), Buffer.alloc(padding)])
  if (plain.length + TAG_BYTES > RECORD_BYTES) throw new Error('a push message is too long')
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const head = Buffer.alloc(SALT_BYTES + 5)
  salt.copy(head)
  head.writeUInt32BE(RECORD_BYTES, SALT_BYTES)
  head.writeUInt8(ours.length, SALT_BYTES + 4)
  return Buffer.concat([head, ours, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Whether this is a point one can encrypt for: what has the length of one need not lie on the curve. */
export function isPushKey(p256dh: string): boolean {
  try {
    const key = Buffer.from(p256dh, 'base64url')
    if (key.length !== 65 || key[0] !== 4) return false
    const own = createECDH(CURVE)
    own.generateKeys()
    own.computeSecret(key)
    return true
  } catch {
    return false
  }
}
