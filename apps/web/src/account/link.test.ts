import type { RoomCode } from '@confab/protocol'
import { expect, test } from 'vitest'
import { codeIn, linkOf } from './link.ts'

const CODE = 'k7m4qp2x9d' as RoomCode

test('what a link says is read from its address again, however it was typed', () => {
  const link = linkOf(CODE, 'https://chat.example.org')
  expect(link).toBe('https://chat.example.org/#continue=k7m-4qp2-x9d')
  expect(codeIn(new URL(link).hash)).toBe(CODE)
  expect(codeIn('#continue=K7M4QP2X9D')).toBe(CODE)
})

test.for(['', '#', '#continue=', '#continue=k7m', '#other=k7m-4qp2-x9d'])('%o has no code in it', (hash) => {
  expect(codeIn(hash)).toBeNull()
})
