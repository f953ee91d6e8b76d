import { expect, test } from 'vitest'
import { cleanFileName } from './file-name.ts'
import { FILE_NAME_LENGTH_MAX } from './limits.ts'

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['Bericht März 2026.pdf', 'Bericht März 2026.pdf'],
  ['写真.png', '写真.png'],
  ['../../x', 'x'],
  ['C:\\Users\\ana\\x.txt', 'x.txt'],
  ['/etc/passwd', 'passwd'],
  ['..', 'file'],
  ['   ', 'file'],
  ['', 'file'],
  ['\u200b\u2060', 'file'],
  ['.htaccess', 'htaccess'],
  ['name. . ', 'name'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.png', '_com1.png'],
  ['console.log', 'console.log'],
  ['a\u0000b.png', 'ab.png'],
  ['a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1'],
  ['evil\u202egpj.exe', 'evilgpj.exe'],
  ["a\"; filename*=utf-8''b.html", "a_; filename_=utf-8''b.html"],
  ['a<b>|?*.txt', 'a_b____.txt'],
  ['tab\there.txt', 'tabhere.txt'],
  ['a\ud800b.txt', 'a\ufffdb.txt'],
])('%j is shown as %j', (name, label) => {
  expect(cleanFileName(name)).toBe(label)
})

test('[A52] a long name is cut, and keeps its ending', () => {
  const label = cleanFileName(`${'long '.repeat(1_000)}.jpeg`)
  expect(label).toMatch(/^long .*….jpeg$/)
  expect(label).toHaveLength(FILE_NAME_LENGTH_MAX)
  expect(cleanFileName(`${'x'.repeat(5_000)}.${'y'.repeat(5_000)}`)).toHaveLength(FILE_NAME_LENGTH_MAX)
})

test('a name is never cut within a character', () => {
  for (const before of ['', 'x'])
    expect(cleanFileName(`${before}${'😀'.repeat(500)}.png`).isWellFormed()).toBe(true)
})

test('a label cleaned again is the same label', () => {
  for (const name of ['../../x', 'CON', '😀'.repeat(200), 'a\u202eb', '. .', `${'x'.repeat(119)} .png`])
    expect(cleanFileName(cleanFileName(name))).toBe(cleanFileName(name))
})
