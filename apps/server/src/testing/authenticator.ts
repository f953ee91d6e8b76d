import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const text = (bytes: Buffer) => bytes.toString('base64url')

/** Flags of authenticator data: somebody was there, it was they, the passkey is synced, and is now; a new one comes along. */
const [PRESENT, VERIFIED, SYNCED, SYNCED_NOW, WITH_KEY] = [0x01, 0x04, 0x08, 0x10, 0x40]

/** CBOR of a short byte string, of a text and of a small number: all that an authenticator has to say here. */
const bytesOf = (bytes: Buffer) => {
  const { length } = bytes
  return Buffer.concat([
    Buffer.from(length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255]),
    bytes,
  ])
}
const textOf = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)])
const numberOf = (value: number) => Buffer.from([value < 0 ? 0x1f - value : value])

/** What a test may do wrong on purpose. */
export type Mischief = { isVerified?: boolean; counter?: number; userHandle?: string }

/** An authenticator with one passkey, in software: what a browser would answer from a page of `origin` for the host `rpId`. */
export function anAuthenticator(userHandle: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })

  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const data = (rpId: string, flags: number, { isVerified = true, counter = 0 }: Mischief) => {
    const counted = Buffer.alloc(4)
    counted.writeUInt32BE(counter)
    const all = flags | PRESENT | SYNCED | SYNCED_NOW | (isVerified ? VERIFIED : 0)
    return Buffer.concat([sha256(rpId), Buffer.from([all]), counted])
  }

  return {
    register(
      rpId: string,
      origin: string,
      challenge: string,
      mischief: Mischief = {},
    ): RegistrationResponseJSON {
      // A COSE key: EC2 (1: 2), ES256 (3: -7), P-256 (-1: 1), and its point.
      const key = Buffer.concat([
        Buffer.from([0xa5]),
        ...[1, 2, 3, -7, -1, 1, -2].map(numberOf),
        bytesOf(Buffer.from(x, 'base64url')),
        numberOf(-3),
        bytesOf(Buffer.from(y, 'base64url')),
      ])
      const authData = Buffer.concat([
        data(rpId, WITH_KEY, mischief),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        key,
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[textOf('fmt'), textOf('none'), textOf('attStmt'), Buffer.from([0xa0])],
        ...[textOf('authData'), bytesOf(authData)],
      ])
      return {
        id: text(id),
        rawId: text(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(clientData('webauthn.create', challenge, origin)),
          attestationObject: text(attestation),
          transports: ['internal'],
        },
      }
    },
    signIn(
      rpId: string,
      origin: string,
      challenge: string,
      mischief: Mischief = {},
    ): AuthenticationResponseJSON {
      const authData = data(rpId, 0, mischief)
      const client = clientData('webauthn.get', challenge, origin)
      return {
        id: text(id),
        rawId: text(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(client),
          authenticatorData: text(authData),
          signature: text(sign('sha256', Buffer.concat([authData, sha256(client)]), privateKey)),
          userHandle: mischief.userHandle ?? userHandle,
        },
      }
    },
  }
}
