import { expect, test } from 'vitest'
import { isPublished, RespFrames } from './resp.ts'

const PUSH = '>3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n$6\r\na\r\nb+c\r\n'
const OLD_PUSH = '*3\r\n$8\r\nsmessage\r\n$4\r\nroom\r\n$2\r\nhi\r\n'
const FRAMES = [
  '+OK\r\n',
  PUSH,
  ':12\r\n',
  '%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n+proto\r\n:3\r\n',
  OLD_PUSH,
  '$-1\r\n',
  '*-1\r\n',
  '>3\r\n$9\r\nsubscribe\r\n$4\r\nroom\r\n:1\r\n',
  '|1\r\n+ttl\r\n:9\r\n*2\r\n_\r\n#t\r\n',
  '-ERR no\r\n',
]

test('replies are cut where they end, however they arrive', () => {
  const bytes = Buffer.from(FRAMES.join(''))
  for (const size of [1, 2, 3, 7, 64, bytes.length]) {
    const frames = new RespFrames()
    const read: string[] = []
    for (let at = 0; at < bytes.length; at += size)
      read.push(...frames.read(bytes.subarray(at, at + size)).map(String))
    expect(read).toEqual(FRAMES)
  }
})

test('what was published is told from what was asked', () => {
  expect(FRAMES.filter((frame) => isPublished(Buffer.from(frame)))).toEqual([PUSH, OLD_PUSH])
})
