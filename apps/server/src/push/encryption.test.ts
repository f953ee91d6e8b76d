import { createECDH, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { aBrowser } from '../testing/push-browser.ts'
import { encryptForPush, isPushKey } from './encryption.ts'
import { createPushKey, Vapid } from './vapid.ts'

/** RFC 8291, section 5 and appendix A. */
const RFC = {
  text: 'When I grow up, I want to be a watermelon',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  browserKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  serverKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT' +
    'pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}
const bytes = (text: string) => Buffer.from(text, 'base64url')

test('what RFC 8291 encrypts comes out byte for byte', () => {
  const chances = { privateKey: bytes(RFC.serverKey), salt: bytes(RFC.salt), padTo: 1 }
  expect(encryptForPush(RFC.text, RFC, chances).toString('base64url')).toBe(RFC.body)
})

test('a browser reads what RFC 8291 encrypts, so what it reads of ours is proof', () => {
  expect(aBrowser({ privateKey: bytes(RFC.browserKey), auth: bytes(RFC.auth) }).read(bytes(RFC.body))).toBe(
    RFC.text,
  )
})

test('a browser reads what was encrypted for it, and no other does', () => {
  const [ours, another] = [aBrowser(), aBrowser()]
  const body = encryptForPush('Ana: “Supper?” 魚', ours.keys)
  expect(ours.read(body)).toBe('Ana: “Supper?” 魚')
  expect(() => another.read(body)).toThrow()
  body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1)
  expect(() => ours.read(body)).toThrow()
})

test('the same text is never encrypted to the same bytes, and its length does not show', () => {
  const { keys } = aBrowser()
  const bodies = ['', 'yes', 'x'.repeat(1_000)].map((text) => encryptForPush(text, keys))
  expect(new Set(bodies.map(({ length }) => length)).size).toBe(1)
  expect(encryptForPush('yes', keys)).not.toEqual(bodies[1])
  expect(encryptForPush('x'.repeat(3_000), keys).length).toBeLessThan(4_096)
  expect(() => encryptForPush('x'.repeat(5_000), keys)).toThrow('too long')
})

test.each([
  ['a key of a browser', aBrowser().keys.p256dh, true],
  [
    'a point that is not on the curve',
    Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url'),
    false,
  ],
  ['nothing but noughts', Buffer.alloc(65).toString('base64url'), false],
  ['too short', aBrowser().keys.p256dh.slice(0, 60), false],
  ['no base64url', '!'.repeat(87), false],
])('a key to encrypt with: %s', (_, p256dh, isOne) => {
  expect(isPushKey(p256dh)).toBe(isOne)
})

/** What a push service reads in `Authorization`, its signature checked against the key that came along. */
function readAuthorization(header: string) {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = bytes(key)
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    bytes(signature),
  )
  return { key, isSigned, head: JSON.parse(`${bytes(head)}`), claims: JSON.parse(`${bytes(claims)}`) }
}

test('[RFC 8292] a push service can tell who calls, for itself and for some hours', () => {
  const vapid = new Vapid(createPushKey(), 'mailto:ana@example.org')
  const now = 1_700_000_000_000
  const read = readAuthorization(vapid.authorization('https://fcm.googleapis.com/fcm/send/x', now))
  expect(read).toEqual({
    key: vapid.publicKey,
    isSigned: true,
    head: { typ: 'JWT', alg: 'ES256' },
    claims: { aud: 'https://fcm.googleapis.com', exp: 1_700_043_200, sub: 'mailto:ana@example.org' },
  })
})

test('a token serves one push service, until it is old', () => {
  const vapid = new Vapid(createPushKey(), null)
  const at = (hours: number, host = 'web.push.apple.com') =>
    readAuthorization(vapid.authorization(`https://${host}/${hours}`, hours * 3_600_000)).claims
  expect(at(0)).toEqual({ aud: 'https://web.push.apple.com', exp: 12 * 3_600 })
  expect(at(10).exp).toBe(12 * 3_600)
  expect(at(11.5).exp).toBe(23.5 * 3_600)
  expect(at(11.5, 'fcm.googleapis.com').aud).toBe('https://fcm.googleapis.com')
})

test('a key that is kept has one length, whatever number it is', () => {
  const keys = Array.from({ length: 300 }, createPushKey)
  expect(new Set(keys.map((key) => key.length))).toEqual(new Set([43]))
  expect(new Set(keys).size).toBe(300)
  const small = Buffer.concat([Buffer.alloc(31), Buffer.of(5)]).toString('base64url')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.of(5))
  expect(new Vapid(small, null).publicKey).toBe(pair.getPublicKey().toString('base64url'))
})
