import { expect, test } from 'vitest'
import { isPushEndpoint, KNOWN_PUSH_HOSTS } from './push-hosts.ts'

const isKnown = (endpoint: string) => isPushEndpoint(endpoint, KNOWN_PUSH_HOSTS)

test.each([
  'https://fcm.googleapis.com/fcm/send/dJ4:APA91bF-x_y',
  'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
  'https://web.push.apple.com/QGuQyavXutnMH',
  'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2b',
  'https://FCM.googleapis.com:443/fcm/send/x',
])('a push service that is known: %s', (endpoint) => {
  expect(isKnown(endpoint)).toBe(true)
})

test.each([
  ['without encryption', 'http://fcm.googleapis.com/fcm/send/x'],
  ['another protocol', 'ftp://fcm.googleapis.com/x'],
  ['the machine itself', 'https://localhost/x'],
  ['the machine itself, by its address', 'https://127.0.0.1/x'],
  ['the machine itself, by another writing of it', 'https://2130706433/x'],
  ['the machine itself, in hexadecimal', 'https://0x7f.1/x'],
  ['the machine itself, in six', 'https://[::1]/x'],
  ['the machine itself, four in six', 'https://[::ffff:127.0.0.1]/x'],
  ['a private address', 'https://10.0.0.1/x'],
  ['the cloud’s own', 'https://169.254.169.254/latest/meta-data'],
  ['the address of a push service', 'https://142.250.74.106/fcm/send/x'],
  ['a name inside', 'https://metadata.google.internal/x'],
  ['a look-alike that goes on', 'https://fcm.googleapis.com.evil.example/x'],
  ['a look-alike that goes on by one letter', 'https://evilfcm.googleapis.com.x/x'],
  ['a look-alike in front', 'https://evilfcm.googleapis.com/x'],
  ['a neighbour', 'https://storage.googleapis.com/x'],
  ['a look-alike of a suffix', 'https://evilpush.apple.com/x'],
  ['a suffix alone', 'https://push.apple.com/x'],
  ['a suffix with nothing in front', 'https://.push.apple.com/x'],
  ['a name with a dot behind', 'https://fcm.googleapis.com./x'],
  ['somebody’s name', 'https://ana@fcm.googleapis.com/x'],
  ['a name and a password', 'https://fcm.googleapis.com:x@evil.example/x'],
  ['another port', 'https://fcm.googleapis.com:8443/x'],
  ['the port of mail', 'https://web.push.apple.com:25/x'],
  ['a backslash', 'https://evil.example\\@fcm.googleapis.com/x'],
  ['a line break', 'https://fcm.googleapis.com/x\r\nHost: evil.example'],
  ['a tab in the host', 'https://fcm.google\tapis.com/x'],
  ['a space', ' https://fcm.googleapis.com/x'],
  ['letters that look the same', 'https://fcm.googleаpis.com/x'],
  ['no URL', 'fcm.googleapis.com/x'],
  ['nothing', ''],
])('[A78] no push service: %s', (_, endpoint) => {
  expect(isKnown(endpoint)).toBe(false)
})

test('what is added is known as well, with its port', () => {
  const hosts = [...KNOWN_PUSH_HOSTS, 'push.example.org', '*.push.example.net', 'push.example.com:8443']
  expect(isPushEndpoint('https://push.example.org/x', hosts)).toBe(true)
  expect(isPushEndpoint('https://a.b.push.example.net/x', hosts)).toBe(true)
  expect(isPushEndpoint('https://push.example.com:8443/x', hosts)).toBe(true)
  expect(isPushEndpoint('https://push.example.com/x', hosts)).toBe(false)
  expect(isPushEndpoint('https://push.example.org:8443/x', hosts)).toBe(false)
})
