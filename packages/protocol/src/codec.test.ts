import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DecodedCommand,
  decodeCommand,
  decodeFrame,
  encodeCommand,
  encodeEvent,
  joinFrame,
} from './codec.ts'
import { COMMANDS, type Command } from './command.ts'
import { decodeCommandCompiled, decodeFrameCompiled } from './compiled.ts'
import { EVENTS, type ServerEvent } from './event.ts'
import type { MessageId, RoomId } from './ids.ts'
import { FRAME_BYTES_MAX } from './limits.ts'
import { COMMAND_EXAMPLES, EVENT_EXAMPLES } from './testing/examples.ts'
import { aMember, aMessage, anId } from './testing/index.ts'

const roomId = anId<RoomId>('kitchen')
const messageId = anId<MessageId>('m1')
const post: Command = { type: 'post-message', roomId, messageId, body: 'Hello, Bo.' }
const probe: Command = { type: 'probe', ref: 7 }

/** The frame with something written into its text that no encoder writes. */
const withField = (command: Command, field: string) => encodeCommand(command).replace('{', `{${field},`)

/** How long something takes, in milliseconds, when the machine does nothing else: the fastest of several times. */
function fastestOf(times: number, work: () => void): number {
  const durations = Array.from({ length: times }, () => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  })
  return Math.min(...durations)
}

const readers = [
  { reader: 'interpreted', decode: decodeCommand, decodeEvents: decodeFrame },
  { reader: 'compiled', decode: decodeCommandCompiled, decodeEvents: decodeFrameCompiled },
]

describe.each(readers)('the $reader reader of client frames', ({ decode }) => {
  test.each(COMMAND_EXAMPLES)('reads a $type as it was written', (command) => {
    expect(decode(encodeCommand(command))).toEqual({ outcome: 'command', command })
  })

  test.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['a byte order mark', `\uFEFF${encodeCommand(post)}`],
    ['NaN', 'NaN'],
    ['half a frame', encodeCommand(post).slice(0, -1)],
    ['a frame and a half', `${encodeCommand(post)}{`],
    ['a bare control character', encodeCommand(post).replace('Hello', 'Hel\u0001lo')],
    ['an open list 60,000 deep', '['.repeat(60_000)],
  ])('takes %s for no JSON', (_, text) => {
    expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'not-json' })
  })

  test.each(['null', '1', '"hello"', 'true', '[]', `[${encodeCommand(post)}]`])(
    'takes %s for no command',
    (text) => {
      expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'not-an-object' })
    },
  )

  test.each([
    '{}',
    '{"type":"shout"}',
    '{"type":7}',
    '{"type":null}',
    '{"type":["probe"],"ref":1}',
    '{"type":"__proto__"}',
    '{"type":"constructor"}',
    '{"type":"toString"}',
    '{"type":"span"}',
  ])('knows no command like %s', (text) => {
    expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'unknown-type' })
  })

  test('[D11] [A7] reads what is nested 60,000 deep in under 20 ms, and refuses it', () => {
    const nests = (open: string, close: string) => open.repeat(30_000) + close.repeat(30_000)
    const frames = [
      nests('[', ']'),
      `{"type":"post-message","roomId":${nests('[', ']')}}`,
      withField(post, `"x":${nests('[', ']')}`),
      `{"type":"hello","resume":${nests('[', ']')}}`,
      `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      withField(probe, `"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    ]
    for (const frame of frames) {
      expect(frame.length).toBeLessThanOrEqual(FRAME_BYTES_MAX)
      expect(decode(frame).outcome).not.toBe('command')
      expect(fastestOf(5, () => decode(frame))).toBeLessThan(20)
    }
  })

  test.each([
    '"__proto__":{"isAdmin":true}',
    '"constructor":{"prototype":{"isAdmin":true}}',
    '"hasOwnProperty":1',
  ])('[A8] lets %s touch nothing', (field) => {
    expect(decode(withField(post, field))).toEqual({ outcome: 'invalid', addressee: { roomId, messageId } })
    expect(decode(withField(probe, field))).toEqual({ outcome: 'invalid', addressee: { ref: 7 } })
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
  })

  test.each(['isAdmin', 'sender', 'authorId', 'sequence', 'postedAt', 'ref'])(
    '[A9] refuses a post that says %s of itself, which only the server does',
    (name) => {
      expect(decode(withField(post, `"${name}":true`))).toEqual({
        outcome: 'invalid',
        addressee: { roomId, messageId },
      })
    },
  )

  test('refuses a stray field inside a field', () => {
    const text = `{"type":"resume-room","ref":3,"roomId":"${roomId}","cursor":{"epoch":"${anId('e')}","sequence":1,"x":1}}`
    expect(decode(text)).toEqual({ outcome: 'invalid', addressee: { ref: 3 } })
  })

  test.each([
    ['a body', post, '"body":"Goodbye."'],
    ['a type', probe, '"type":"probe"'],
    ['a ref', probe, '"ref":8'],
    ['a key in disguise', post, '"\\u0062ody":"Goodbye."'],
  ])('ends on %s written twice, which two readers read two ways', (_, command, field) => {
    expect(decode(withField(command, field))).toEqual({ outcome: 'malformed', reason: 'repeated-key' })
  })

  test('ends on a key written twice deep inside', () => {
    const text = `{"type":"resume-room","ref":3,"roomId":"${roomId}","cursor":{"epoch":"${anId('e')}","sequence":1,"sequence":2}}`
    expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'repeated-key' })
  })

  test.each(['a:b', '"a":"b"', '\\":\\"', '{"x":{"y":[1]}}', '\\\\', '"\\"'])(
    'is not deceived by a body that looks like JSON: %s',
    (body) => {
      expect(decode(encodeCommand({ ...post, body }))).toEqual({
        outcome: 'command',
        command: { ...post, body },
      })
    },
  )

  test('reads JSON with spaces and escapes in it like any other', () => {
    const text = `\n{ "type" : "post-message" , "roomId":"${roomId}","messageId" :\t"${messageId}", "body": "\\u0048i \\ud83d\\ude00" } `
    expect(decode(text)).toEqual({ outcome: 'command', command: { ...post, body: 'Hi 😀' } })
  })

  test.each([
    ['half a surrogate pair', '\\ud83d'],
    ['a pair the wrong way round', '\\ude00\\ud83d'],
    ['NUL', 'a\\u0000b'],
  ])('refuses %s, in a body and in a name', (_, escaped) => {
    expect(decode(encodeCommand(post).replace('Hello', escaped))).toEqual({
      outcome: 'invalid',
      addressee: { roomId, messageId },
    })
    const join = { type: 'join-room', ref: 2, code: 'k7m4qp2x9d', name: 'Ana' }
    expect(decode(JSON.stringify(join).replace('Ana', escaped))).toEqual({
      outcome: 'invalid',
      addressee: { ref: 2 },
    })
  })

  // 2147483648 is a ref to the eye, but a refusal with it would be no frame of this protocol.
  test.each([
    '0',
    '-1',
    '1.5',
    '1e400',
    '9007199254740993',
    '2147483648',
    '"1"',
    'null',
    '[1]',
    '{}',
    'true',
  ])('has nobody to answer to with the ref %s', (ref) => {
    expect(decode(`{"type":"probe","ref":${ref}}`)).toEqual({ outcome: 'malformed', reason: 'invalid' })
  })

  test.each(['-1', '0.5', '9007199254740992', '1e300', '"3"', 'null'])(
    'refuses the sequence %s',
    (sequence) => {
      const text = `{"type":"resume-room","ref":3,"roomId":"${roomId}","cursor":{"epoch":"${anId('e')}","sequence":${sequence}}}`
      expect(decode(text)).toEqual({ outcome: 'invalid', addressee: { ref: 3 } })
    },
  )

  test.each([
    '',
    'short',
    `${messageId}x`,
    `${messageId.slice(1)}=`,
    `${messageId.slice(1)}é`,
    `${messageId}\\n`,
  ])('refuses a post with the id “%s”, and has nobody to tell', (id) => {
    const text = encodeCommand(post).replace(messageId, id)
    expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'invalid' })
  })

  test('tells nobody about a broken hello: the connection ends', () => {
    const text = `{"type":"hello","ref":1,"roomId":"${roomId}","messageId":"${messageId}"}`
    expect(decode(text)).toEqual({ outcome: 'malformed', reason: 'invalid' })
  })

  test('lets a body of any length through, so that it can be refused as too large', () => {
    const command = { ...post, body: 'a'.repeat(FRAME_BYTES_MAX) }
    expect(decode(encodeCommand(command)).outcome).toBe('command')
  })
})

describe.each(readers)('the $reader reader of server frames', ({ decodeEvents }) => {
  test.each(EVENT_EXAMPLES)('reads a $type as it was written', (event) => {
    expect(decodeEvents(joinFrame([encodeEvent(event)]))).toEqual([event])
  })

  test('reads several events in order', () => {
    expect(decodeEvents(joinFrame(EVENT_EXAMPLES.map(encodeEvent)))).toEqual(EVENT_EXAMPLES)
    expect(decodeEvents(joinFrame([]))).toEqual([])
  })

  test('leaves out what a newer server says, and keeps the rest', () => {
    const done: ServerEvent = { type: 'done', ref: 1 }
    const text = `[{"type":"fireworks","colour":"red"},null,7,"x",[],{},{"type":"__proto__"},${encodeEvent(done)}]`
    expect(decodeEvents(text)).toEqual([done])
  })

  test('ignores a field it does not know, at every depth', () => {
    const record = { ...aMessage({ sequence: 4 }), mood: 'calm' }
    const span = {
      type: 'span',
      roomId,
      epoch: anId('e'),
      after: 3,
      upTo: 4,
      records: [record, { ...aMember({ sequence: 5 }), badge: { colour: 'red' } }],
      priority: 1,
    }
    expect(decodeEvents(JSON.stringify([span]))).toEqual([span])
  })

  test('knows a refusal of a newer server by its shape', () => {
    expect(decodeEvents('[{"type":"refusal","ref":1,"code":"out-of-biscuits"}]')).toHaveLength(1)
  })

  test.each([
    '',
    'null',
    '{}',
    '"x"',
    '7',
    '[',
    '[{"type":"done"}]',
    '[{"type":"done","ref":"1"}]',
    '\uFEFF[]',
  ])('takes %s for no frame', (text) => {
    expect(decodeEvents(text)).toBeNull()
  })

  test('is not brought down by nesting', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000)
    expect(decodeEvents(deep)).toEqual([])
    expect(decodeEvents(`[{"type":"done","ref":1,"x":${deep}}]`)).toHaveLength(1)
    expect(decodeEvents(`[{"type":"span","records":${deep}}]`)).toBeNull()
    expect(fastestOf(5, () => decodeEvents(deep))).toBeLessThan(20)
  })
})

// What a mutation puts in place of a piece of a frame.
const shards = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u0000',
    '\\ud800',
    'null',
    '1e999',
    '-0',
    '__proto__',
  ),
  fc.constantFrom('"type"', '"ref":1,', '"x":1,', '"body"', '9007199254740993', '\u0000', '\uFEFF'),
)
const mutated = (frames: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...frames),
      fc.array(fc.tuple(fc.nat(400), fc.nat(12), shards), { minLength: 1, maxLength: 3 }),
    )
    .map(([frame, cuts]) =>
      cuts.reduce((text, [at, length, shard]) => {
        const from = at % (text.length + 1)
        return text.slice(0, from) + shard + text.slice(from + length)
      }, frame),
    )

// Long timeouts, because thousands of frames take their time on a busy machine.
describe('[D11] mutated frames', { timeout: 60_000 }, () => {
  const isKnown = (decoded: DecodedCommand) => ['command', 'invalid', 'malformed'].includes(decoded.outcome)

  test('both readers of client frames answer alike, and neither throws', () => {
    const property = fc.property(mutated(COMMAND_EXAMPLES.map(encodeCommand)), (text) => {
      const decoded = decodeCommand(text)
      expect(isKnown(decoded)).toBe(true)
      expect(decodeCommandCompiled(text)).toEqual(decoded)
    })
    fc.assert(property, { numRuns: 5_000 })
  })

  test('both readers of server frames answer alike, and neither throws', () => {
    const frames = EVENT_EXAMPLES.map((event) => joinFrame([encodeEvent(event), '{"type":"done","ref":1}']))
    const property = fc.property(mutated(frames), (text) => {
      expect(decodeFrameCompiled(text)).toEqual(decodeFrame(text))
    })
    fc.assert(property, { numRuns: 5_000 })
  })

  test('both readers answer alike to any JSON of a known type', () => {
    const property = fc.property(
      fc.constantFrom(...COMMAND_EXAMPLES),
      fc.dictionary(
        fc.constantFrom('type', 'ref', 'roomId', 'body', 'where', 'resume', 'token', 'x'),
        fc.jsonValue(),
      ),
      (command, fields) => {
        const text = JSON.stringify({ ...command, ...fields, type: command.type })
        expect(decodeCommandCompiled(text)).toEqual(decodeCommand(text))
      },
    )
    fc.assert(property, { numRuns: 1_000 })
  })
})

test('the examples meet every command and every event', () => {
  const types = (examples: readonly { type: string }[]) =>
    [...new Set(examples.map(({ type }) => type))].sort()
  expect(types(COMMAND_EXAMPLES)).toEqual(Object.keys(COMMANDS).sort())
  expect(types(EVENT_EXAMPLES)).toEqual(Object.keys(EVENTS).sort())
})
