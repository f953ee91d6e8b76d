import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto'

/** A browser with a push subscription: what it gives away of its keys, and how it reads what is pushed to it. */
export type PushBrowser = { keys: { p256dh: string; auth: string }; read(body: Buffer): string }

/**
 * The other end of Web Push, written from RFC 8188 and RFC 8291 on its own, with HMACs where the server has HKDF: what it reads a
 * browser reads.
 */
export function aBrowser({
  privateKey,
  auth = randomBytes(16),
}: {
  privateKey?: Buffer
  auth?: Buffer
} = {}): PushBrowser {
  const pair = createECDH('prime256v1')
  if (privateKey) pair.setPrivateKey(privateKey)
  else pair.generateKeys()
  const own = pair.getPublicKey()
  const hmac = (key: Buffer, ...parts: readonly (string | Buffer)[]) => {
    const mac = createHmac('sha256', key)
    for (const part of parts) mac.update(part)
    return mac.digest()
  }
  const ONE = Buffer.of(1)

  return {
    keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    read(body) {
      const salt = body.subarray(0, 16)
      const recordBytes = body.readUInt32BE(16)
      const keyEnd = 21 + body.readUInt8(20)
      const sender = body.subarray(21, keyEnd)
      const record = body.subarray(keyEnd)
      if (record.length > recordBytes) throw new Error('more than one record')
      const shared = hmac(auth, pair.computeSecret(sender))
      const input = hmac(salt, hmac(shared, 'WebPush: info\0', own, sender, ONE))
      const key = hmac(input, 'Content-Encoding: aes128gcm\0', ONE).subarray(0, 16)
      const nonce = hmac(input, 'Content-Encoding: nonce\0', ONE).subarray(0, 12)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce)
      decipher.setAuthTag(record.subarray(-16))
      const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
      const end = plain.lastIndexOf(2)
      if (end < 0 || plain.subarray(end + 1).some((byte) => byte !== 0))
        throw new Error('no end of the record')
      return plain.subarray(0, end).toString()
    },
  }
}
