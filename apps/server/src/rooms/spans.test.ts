import { type Epoch, encodeEvent, type RoomId, SPAN_BYTES_MAX, type Span } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import { removedBy, spanOfRecord, spansOfCommit, spansOfReplay } from './spans.ts'

const kitchen = anId<RoomId>('kitchen')
const epoch = anId<Epoch>('epoch')

describe('the span of a commit', () => {
  test('holds every change of it, from the one before the first to the last', () => {
    const records = [aMessage({ sequence: 4 }), aMessage({ sequence: 5 })]
    expect(spansOfCommit(kitchen, epoch, records)).toMatchObject([{ after: 3, upTo: 5, records }])
  })

  test('holds a record that changed twice once, in its newest state, at its new place', () => {
    const bo = aMember({ sequence: 2, version: 4, name: 'Bo' })
    const renamed = { ...bo, version: 6, name: 'Bonifaz' }
    const message = aMessage({ sequence: 5 })
    const spans = spansOfCommit(kitchen, epoch, [bo, message, renamed])
    expect(spans).toMatchObject([{ after: 3, upTo: 6, records: [message, renamed] }])
  })

  test('of nothing is none', () => {
    expect(spansOfCommit(kitchen, epoch, [])).toEqual([])
  })

  test('[D9] ends where somebody is removed, and another begins there', () => {
    const bo = aMember({ sequence: 2 })
    const [gone, back] = [
      { ...bo, version: 5, role: 'removed' as const },
      { ...bo, version: 6 },
    ]
    const chidi = aMember({ memberId: anId('chidi'), sequence: 3, version: 8, role: 'removed' })
    const messages = [4, 7, 9].map((sequence) => aMessage({ sequence }))
    const [one, two, three] = messages
    if (!one || !two || !three) throw new Error('three messages')
    const spans = spansOfCommit(kitchen, epoch, [one, gone, back, two, chidi, three])
    expect(spans).toMatchObject([
      { after: 3, upTo: 5, records: [one, gone] },
      { after: 5, upTo: 8, records: [back, two, chidi] },
      { after: 8, upTo: 9, records: [three] },
    ])
    expect(spans.map(removedBy)).toEqual([bo.memberId, chidi.memberId, null])
  })
})

test('[D3] the span that acks again is the change of the record’s last version', () => {
  const record = aMessage({ sequence: 4, version: 9 })
  expect(spanOfRecord(kitchen, epoch, record)).toMatchObject({ after: 8, upTo: 9, records: [record] })
})

describe('a replay', () => {
  const pieces = (bounds: { after: number; upTo: number }, bodies: string[]) =>
    spansOfReplay(
      kitchen,
      epoch,
      bounds,
      bodies.map((body, i) => aMessage({ sequence: bounds.after + 1 + i, body })),
    )

  const replay = (...args: Parameters<typeof pieces>) => pieces(...args).map(({ span }) => span)

  test('is written out as the protocol writes it', () => {
    for (const { span, encoded } of pieces({ after: 3, upTo: 7 }, [
      'salt',
      '"pepper"',
      '字\u2028'.repeat(9_000),
    ]))
      expect(encoded.text).toBe(encodeEvent(span))
    const [empty] = pieces({ after: 3, upTo: 7 }, [])
    expect(empty?.encoded.text).toBe(encodeEvent({ ...empty?.span } as Span))
  })

  test('of little is one span', () => {
    expect(replay({ after: 3, upTo: 5 }, ['salt', 'pepper'])).toMatchObject([{ after: 3, upTo: 5 }])
  })

  test('of nothing missed is none, and of changes that were changed again one without records', () => {
    expect(replay({ after: 3, upTo: 3 }, [])).toEqual([])
    expect(replay({ after: 3, upTo: 7 }, [])).toMatchObject([{ after: 3, upTo: 7, records: [] }])
  })

  test('[D10] of much comes in pieces below the bound, each beginning where the one before ended', () => {
    const body = '字'.repeat(6_000)
    const spans = replay({ after: 3, upTo: 30 }, Array<string>(20).fill(body))
    expect(spans.length).toBeGreaterThan(5)
    for (const [i, span] of spans.entries()) {
      const bytes = span.records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0)
      expect(bytes).toBeLessThanOrEqual(SPAN_BYTES_MAX)
      expect(span.after).toBe(i === 0 ? 3 : spans[i - 1]?.upTo)
      if (i < spans.length - 1) expect(span.upTo).toBe(span.records.at(-1)?.version)
    }
    expect(spans.at(-1)?.upTo).toBe(30)
    expect(spans.flatMap((span) => span.records)).toHaveLength(20)
  })
})

test('[D9] a piece of a replay goes no further than a removal', () => {
  const gone = aMember({ sequence: 2, version: 6, role: 'removed' })
  const records = [aMessage({ sequence: 5 }), gone, aMessage({ sequence: 7 })]
  const spans = spansOfReplay(kitchen, epoch, { after: 4, upTo: 7 }, records).map(({ span }) => span)
  expect(spans).toMatchObject([
    { after: 4, upTo: 6, records: records.slice(0, 2) },
    { after: 6, upTo: 7, records: records.slice(2) },
  ])
  const ending = spansOfReplay(kitchen, epoch, { after: 4, upTo: 6 }, records.slice(0, 2))
  expect(ending.map(({ span }) => span.upTo)).toEqual([6])
})
