import { FILES_PER_MESSAGE_MAX } from '@confab/protocol'
import { expect, test } from 'vitest'
import { pastedFiles, sift } from './incoming.ts'

const file = (name: string, bytes = 1) => new File(['x'.repeat(bytes)], name)
const room = { count: 0, bytesMax: 10, isOff: false }
const names = (files: readonly File[]) => files.map(({ name }) => name)

test('what is empty or too large is left out by name, the rest is taken', () => {
  const { taken, complaints } = sift([file('a'), file('big', 11), file('none', 0), file('b', 10)], room)
  expect(names(taken)).toEqual(['a', 'b'])
  expect(complaints).toEqual([
    { code: 'too-large', name: 'big' },
    { code: 'empty', name: 'none' },
  ])
})

test('a message takes so many files, and that is said once', () => {
  const files = Array.from({ length: 5 }, (_, index) => file(`${index}`))
  const { taken, complaints } = sift(files, { ...room, count: FILES_PER_MESSAGE_MAX - 2 })
  expect(names(taken)).toEqual(['0', '1'])
  expect(complaints).toEqual([{ code: 'too-many', name: '2' }])
})

test('before the server said what it takes, all sizes are taken; one that takes none says so once', () => {
  expect(sift([file('big', 11)], { ...room, bytesMax: null }).taken).toHaveLength(1)
  const off = sift([file('a'), file('b')], { ...room, isOff: true })
  expect(off).toEqual({ taken: [], complaints: [{ code: 'off', name: 'a' }] })
})

const clipboard = (types: string[]) => ({ types, files: [file('image.png')] }) as unknown as DataTransfer

test('a picture is pasted as one, and cells of a table as their words', () => {
  expect(pastedFiles(clipboard(['Files']))).toHaveLength(1)
  expect(pastedFiles(clipboard(['text/html', 'Files']))).toHaveLength(1)
  expect(pastedFiles(clipboard(['text/plain', 'Files']))).toHaveLength(1)
  expect(pastedFiles(clipboard(['text/plain', 'text/html', 'text/rtf', 'Files']))).toEqual([])
})
