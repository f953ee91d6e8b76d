import { createId, type Hello, type RoomId, type TabId } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { HELLO_WAIT_MS_MAX, JOINS_WAITING_MAX, RESUMES_WAITING_MAX } from '../limits.ts'
import { HelloQueue } from './hello-queue.ts'

const LIMIT = { burst: 10, perSecond: 100 }

const aHello = (resume: Hello['resume']): Hello => ({
  type: 'hello',
  token: null,
  tabId: createId<TabId>(),
  client: 'tests',
  resume,
})
const JOIN = aHello([])
const RESUME = aHello([{ ref: 1, roomId: createId<RoomId>(), cursor: null }])

/** A queue whose burst is used up, at the time 0. */
function aBusyQueue() {
  const queue = new HelloQueue<string>(LIMIT)
  for (let i = 0; i < LIMIT.burst; i++) queue.arrive({ line: `before ${i}`, hello: JOIN }, 0)
  return queue
}

const arrive = (queue: HelloQueue<string>, hello: Hello, ...lines: string[]) =>
  lines.map((line) => queue.arrive({ line, hello }, 0))

const lines = (guests: { line: string }[]) => guests.map(({ line }) => line)

describe('the queue of hellos', () => {
  test('hears everybody at once while few come', () => {
    const queue = new HelloQueue<string>(LIMIT)
    for (let i = 0; i < 500; i++)
      expect(queue.arrive({ line: `guest ${i}`, hello: JOIN }, i * 10)).toBe('admitted')
    expect(queue.length).toBe(0)
  })

  test('[D10] hears so many a second, in the order they came', () => {
    const queue = aBusyQueue()
    expect(arrive(queue, RESUME, 'ana', 'bo', 'chidi')).toEqual(['waiting', 'waiting', 'waiting'])
    expect(queue.admit(0)).toEqual([])
    expect(queue.wait(0)).toBe(10)
    expect(lines(queue.admit(20))).toEqual(['ana', 'bo'])
    expect(lines(queue.admit(30))).toEqual(['chidi'])
    expect(queue.length).toBe(0)
  })

  test('hears those who come back before those who come new', () => {
    const queue = aBusyQueue()
    arrive(queue, JOIN, 'new 1', 'new 2')
    arrive(queue, RESUME, 'back 1', 'back 2')
    expect(lines(queue.admit(100))).toEqual(['back 1', 'back 2', 'new 1', 'new 2'])
  })

  test('hears one newcomer in ten, however many come back', () => {
    const queue = aBusyQueue()
    arrive(queue, JOIN, 'new 1', 'new 2')
    for (let i = 0; i < 30; i++) arrive(queue, RESUME, `back ${i}`)
    const heard = [...lines(queue.admit(100)), ...lines(queue.admit(200)), ...lines(queue.admit(300))]
    expect(heard.indexOf('new 1')).toBe(9)
    expect(heard.indexOf('new 2')).toBe(19)
  })

  test('lets nobody pass those who wait', () => {
    const queue = aBusyQueue()
    arrive(queue, JOIN, 'ana')
    expect(queue.arrive({ line: 'bo', hello: JOIN }, 1_000)).toBe('waiting')
    expect(lines(queue.admit(1_000))).toEqual(['ana', 'bo'])
  })

  test('gives the place of who went to the next', () => {
    const queue = aBusyQueue()
    arrive(queue, RESUME, 'ana', 'bo')
    queue.forget('ana')
    queue.forget('somebody else')
    expect(queue.length).toBe(1)
    expect(lines(queue.admit(10))).toEqual(['bo'])
  })

  test.each([
    ['come back', RESUME, RESUMES_WAITING_MAX, JOIN],
    ['come new', JOIN, JOINS_WAITING_MAX, RESUME],
  ])('[D10] turns away who would be one too many of those who %s, and only them', (_, hello, most, other) => {
    const queue = aBusyQueue()
    for (let i = 0; i < most; i++) queue.arrive({ line: `guest ${i}`, hello }, 0)
    expect(arrive(queue, hello, 'ana')).toEqual(['turned-away'])
    expect(arrive(queue, other, 'bo')).toEqual(['waiting'])
    expect(queue.length).toBe(most + 1)
    queue.forget('guest 7')
    expect(arrive(queue, hello, 'ana')).toEqual(['waiting'])
  })

  test('[D10] sends away who waited too long', () => {
    const queue = aBusyQueue()
    arrive(queue, JOIN, 'ana')
    queue.arrive({ line: 'bo', hello: RESUME }, 1)
    expect(queue.expire(HELLO_WAIT_MS_MAX - 1)).toEqual([])
    expect(queue.expire(HELLO_WAIT_MS_MAX)).toEqual(['ana'])
    expect(queue.expire(HELLO_WAIT_MS_MAX + 1)).toEqual(['bo'])
    expect(queue.length).toBe(0)
  })
})
