import { expect, test } from 'vitest'
import { readAboutConfig } from './about-config.ts'
import { ConfigError } from './environment.ts'

const KEY = 'kitchen-Hj3x9Qpw'

test('keys, terms and a contact can be set, several keys with commas between them', () => {
  expect(
    readAboutConfig({
      CONFAB_CREATION_KEY: ` ${KEY}, harbour-2Kf8Lm!,${KEY}`,
      CONFAB_TERMS_URL: 'https://example.org/terms?of=chat',
      CONFAB_CONTACT: 'mailto:ana@example.org',
    }),
  ).toEqual({
    creationKeys: [KEY, 'harbour-2Kf8Lm!'],
    termsUrl: 'https://example.org/terms?of=chat',
    contact: 'mailto:ana@example.org',
  })
  expect(readAboutConfig({ CONFAB_CONTACT: 'https://example.org/contact' })).toMatchObject({
    contact: 'https://example.org/contact',
  })
})

test.each([
  ['too-short', 'of 12 to 128'],
  [`${KEY},short`, 'of 12 to 128'],
  ['k'.repeat(129), 'of 12 to 128'],
  ['a key with spaces', 'without spaces'],
  ['schlüssel-für-alle', 'ASCII'],
  [' , ', 'keys'],
  [Array.from({ length: 21 }, (_, n) => `${KEY}-${n}`).join(), '20 keys at most'],
])(
  '[A96] %j opens nothing by mistake: the server does not start, and the key is not repeated',
  (text, says) => {
    const read = () => readAboutConfig({ CONFAB_CREATION_KEY: text })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/^CONFAB_CREATION_KEY must be/)
    expect(read).toThrow(says)
    // A comma alone is no secret.
    if (text.trim().length > 1) expect(read).not.toThrow(text.trim())
  },
)

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://example.org/1',
  'file:///etc/passwd',
  '//example.org/terms',
  '/terms',
  'example.org/terms',
  'https:example.org',
  'https://ana:secret@example.org/terms',
  'https://example.org/te rms',
  'https://example.org/\u202egro.elpmaxe',
  'https://',
  `https://example.org/${'x'.repeat(500)}`,
])('[A97] %j is no link for the start page', (text) => {
  expect(() => readAboutConfig({ CONFAB_TERMS_URL: text })).toThrow(
    /^CONFAB_TERMS_URL must be like https:\/\/example\.org\/terms, but is/,
  )
  expect(() => readAboutConfig({ CONFAB_CONTACT: text })).toThrow(/^CONFAB_CONTACT must be like mailto:/)
})

test.each(['ana@example.org', 'mailto:', 'mailto:ana', 'http://example.org/contact', 'tel:+431234'])(
  '%j is no contact',
  (text) => {
    expect(() => readAboutConfig({ CONFAB_CONTACT: text })).toThrow(ConfigError)
  },
)
