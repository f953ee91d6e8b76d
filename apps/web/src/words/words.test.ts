import { expect, onTestFinished, test } from 'vitest'
import * as ar from './ar.ts'
import * as arMore from './ar-more.ts'
import * as de from './de.ts'
import * as deMore from './de-more.ts'
import * as en from './en.ts'
import * as enMore from './en-more.ts'
import * as es from './es.ts'
import * as esMore from './es-more.ts'
import { badgeNumber, date, duration, list, number, relativeDay } from './formats.ts'
import * as fr from './fr.ts'
import * as frMore from './fr-more.ts'
import { isolate } from './isolate.ts'
import * as ja from './ja.ts'
import * as jaMore from './ja-more.ts'
import type { Language } from './language.ts'
import { setSpeech } from './locale.svelte.ts'

const ENGLISH = textsOf({ start: en.words, more: enMore.words })
const OTHERS: [Language, Map<string, string>][] = [
  ['de', textsOf({ start: de.words, more: deMore.words })],
  ['fr', textsOf({ start: fr.words, more: frMore.words })],
  ['es', textsOf({ start: es.words, more: esMore.words })],
  ['ja', textsOf({ start: ja.words, more: jaMore.words })],
  ['ar', textsOf({ start: ar.words, more: arMore.words })],
]

/** Every text by its path; those with parameters for several counts. */
function textsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  if (typeof value === 'function')
    return new Map(
      [0, 1, 2, 3, 11, 100].map((count) => [`${path}(${count})`, String(value(count, count, count))]),
    )
  return new Map(Object.entries(value ?? {}).flatMap(([key, inner]) => [...textsOf(inner, `${path}.${key}`)]))
}

function speaking(language: Language, locale: string): void {
  setSpeech({ language, locale })
  onTestFinished(() => setSpeech({ language: 'en', locale: 'en-GB' }))
}

test.each([['en' as Language, ENGLISH] as const, ...OTHERS])(
  'every text of %s says something',
  (_language, texts) => {
    const empty = [...texts].filter(([, text]) => text.trim() === '' || /undefined|\[object|#/.test(text))
    expect(empty).toEqual([])
  },
)

/** Words that are written the same in another language. */
const SHARED = new Set([
  'Actions',
  'Alt',
  'Ctrl',
  'Down',
  'Enter',
  'Esc',
  'Page',
  'Shift',
  'Tab',
  'Up',
  'Code',
  'Emoji',
  'Conversation',
  'message',
  'Message',
  'messages',
  'Name',
  'Notifications',
  'photo',
  'Photo',
  'Passkey',
  'Passkeys',
  'photos',
  'Offline',
  'Smileys',
  'text',
  'txt',
])

test.each(OTHERS)('no text of %s was left in English', (_language, texts) => {
  const left = [...texts].filter(
    ([path, text]) =>
      text === ENGLISH.get(path) && !(text.match(/\p{L}{2,}/gu) ?? []).every((word) => SHARED.has(word)),
  )
  expect(left).toEqual([])
})

test('Arabic has a form for each way of counting', () => {
  const { waiting } = arMore.words.connection
  expect([1, 2, 3, 11, 100].map((count) => waiting(count))).toEqual([
    'رسالة واحدة تنتظر',
    'رسالتان تنتظران',
    '3 رسائل تنتظر',
    '11 رسالة تنتظر',
    '100 رسالة تنتظر',
  ])
})

test('a name with a number sign stays as it is', () => {
  expect(en.words.composer.typing(isolate('Bo #1'), 1)).toBe('\u2068Bo #1\u2069 is typing')
})

test.each<[Language, string, string[]]>([
  ['en', 'en-GB', ['1,234', '99+', '20 seconds', '2 minutes', 'yesterday', 'Ana, Bo and Chidi', '14:05']],
  ['de', 'de-AT', ['1\u00a0234', '99+', '20 Sekunden', '2 Minuten', 'gestern', 'Ana, Bo und Chidi', '14:05']],
  ['ja', 'ja', ['1,234', '99+', '20 秒', '2 分', '昨日', 'Ana、Bo、Chidi', '14:05']],
  ['ar', 'ar-EG', ['١٬٢٣٤', '٩٩+', '٢٠ ثانية', 'دقيقتان', 'أمس', 'Ana وBo وChidi', '٢:٠٥ م']],
])('%s writes numbers, times and lists as people of %s do', (language, locale, expected) => {
  speaking(language, locale)
  expect([
    number(1234),
    badgeNumber(100),
    duration(20_000),
    duration(100_000),
    relativeDay(-1),
    list(['Ana', 'Bo', 'Chidi']),
    date(Date.UTC(2026, 10, 23, 14, 5), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  ]).toEqual(expected)
})
