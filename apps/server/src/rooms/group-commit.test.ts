import type { Epoch, MemberId, MessageId, RoomCode, RoomId } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { Tally } from '../observability/tally.ts'
import { type Change, type Outcome, StoreUnavailable, type TokenHash } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { type CommitPace, GroupCommit, type RoomCommit, type Settled } from './group-commit.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

function aPost(body: string, roomId = kitchen): Change {
  const messageId = anId<MessageId>(body)
  return { kind: 'post-message', roomId, messageId, authorId: anId<MemberId>('ana'), body, at: 0 }
}

/** A node with time to spare begins the next commit when the last one is through. */
const AT_ONCE: CommitPace = { clock: systemClock, windowMs: () => 0 }

/** A disk by hand: a commit is answered when told to. */
function aDesk(pace = AT_ONCE) {
  const commits: { bodies: string[]; answer(): Promise<void>; fail(error: Error): Promise<void> }[] = []
  const happened: string[] = []
  const faults: unknown[] = []
  const heads = new Map<RoomId, number>()

  function outcomeOf(change: Change): Outcome {
    if (change.kind !== 'post-message') return { outcome: 'refused', code: 'invalid' }
    if (change.body.startsWith('bad')) return { outcome: 'refused', code: 'forbidden' }
    const sequence = (heads.get(change.roomId) ?? 0) + 1
    heads.set(change.roomId, sequence)
    return { outcome: 'applied', records: [aMessage({ sequence, body: change.body })] }
  }

  const groupCommit = new GroupCommit(
    {
      commit(changes) {
        const { promise, resolve, reject } = Promise.withResolvers<Outcome[]>()
        // What comes after the answer runs in microtasks of its own; a full turn later all of it has.
        const turn = () => new Promise<void>((done) => setImmediate(done))
        commits.push({
          bodies: changes.map((change) => (change.kind === 'post-message' ? change.body : change.kind)),
          answer() {
            resolve(changes.map(outcomeOf))
            return turn()
          },
          fail(error) {
            reject(error)
            return turn()
          },
        })
        return promise
      },
    },
    {
      onCommitted: ({ roomId, records }: RoomCommit) => {
        const bodies = records.map((record) => (record.kind === 'message' ? record.body : record.kind))
        happened.push(`${roomId.replaceAll('_', '')} told of ${bodies.join(', ')}`)
        if (bodies.includes('poison')) throw new Error('a fault in a room')
      },
      onFound: () => {},
      onFault: (error) => faults.push(error),
    },
    { ...pace, ackSeconds: new Tally([]) },
  )
  const submit = (change: Change, settle: (settled: Settled) => void = () => {}) =>
    groupCommit.submit(change, (settled) => {
      const body = change.kind === 'post-message' ? change.body : change.kind
      happened.push(`${body} ${settled.outcome === 'refused' ? settled.code : settled.outcome}`)
      settle(settled)
    })
  return { groupCommit, commits, happened, faults, submit }
}

test('[D1] nobody is told anything before the commit is answered; then the room, then those who asked', async () => {
  const { commits, happened, submit } = aDesk()
  submit(aPost('one'))
  expect(commits).toHaveLength(1)
  expect(happened).toEqual([])
  await commits[0]?.answer()
  expect(happened).toEqual(['kitchen told of one', 'one applied'])
})

test('while one commit runs, what arrives waits, and the next takes all of it', async () => {
  const { commits, happened, submit } = aDesk()
  submit(aPost('one'))
  for (const body of ['two', 'three', 'four']) submit(aPost(body))
  expect(commits).toHaveLength(1)
  await commits[0]?.answer()
  expect(commits[1]?.bodies).toEqual(['two', 'three', 'four'])
  expect(commits).toHaveLength(2)
  expect(happened).toEqual(['kitchen told of one', 'one applied'])
  await commits[1]?.answer()
  expect(happened.slice(2)).toEqual([
    'kitchen told of two, three, four',
    'two applied',
    'three applied',
    'four applied',
  ])
})

test('on a busy node the next commit waits for its moment, unless it is full', async () => {
  const clock = aClock()
  const { commits, submit } = aDesk({ clock, windowMs: () => 10 })
  submit(aPost('one'))
  submit(aPost('two'))
  await commits[0]?.answer()
  submit(aPost('three'))
  await clock.advance(9)
  expect(commits).toHaveLength(1)
  await clock.advance(1)
  expect(commits[1]?.bodies).toEqual(['two', 'three'])
  for (let i = 0; i < 1_001; i++) submit(aPost(`post ${i}`))
  await commits[1]?.answer()
  expect(commits[2]?.bodies).toHaveLength(1_000)
})

test('on a busy node, too, a change that comes after a while is committed at once', async () => {
  const clock = aClock()
  const { commits, submit } = aDesk({ clock, windowMs: () => 10 })
  submit(aPost('one'))
  await commits[0]?.answer()
  await clock.advance(10)
  submit(aPost('two'))
  expect(commits).toHaveLength(2)
})

test('every room is told once per commit, whatever the order of its changes among others', async () => {
  const { commits, happened, submit } = aDesk()
  submit(aPost('first'))
  submit(aPost('salt'))
  submit(aPost('rope', harbour))
  submit(aPost('pepper'))
  submit(aPost('bad anchor', harbour))
  await commits[0]?.answer()
  await commits[1]?.answer()
  expect(happened.filter((line) => line.includes('told of'))).toEqual([
    'kitchen told of first',
    'kitchen told of salt, pepper',
    'harbour told of rope',
  ])
  expect(happened).toContain('bad anchor forbidden')
})

test('a commit takes a thousand changes; the rest is next', async () => {
  const { commits, submit } = aDesk()
  submit(aPost('first'))
  for (let i = 0; i < 1_001; i++) submit(aPost(`post ${i}`))
  await commits[0]?.answer()
  expect(commits[1]?.bodies).toHaveLength(1_000)
  await commits[1]?.answer()
  expect(commits[2]?.bodies).toEqual(['post 1000'])
})

test('[D10] a commit takes so much text and no more: it may all be one frame', async () => {
  const { commits, submit } = aDesk()
  submit(aPost('first'))
  for (let i = 0; i < 40; i++) submit(aPost(`${i} ${'x'.repeat(8_000 - 5)}`))
  await commits[0]?.answer()
  expect(commits[1]?.bodies).toHaveLength(16)
  await commits[1]?.answer()
  expect(commits[2]?.bodies).toHaveLength(16)
})

test('[D10] past what may wait, a change is refused as busy, at once', async () => {
  const { commits, happened, submit, groupCommit } = aDesk()
  submit(aPost('first'))
  for (let i = 0; i < 20_000; i++) groupCommit.submit(aPost(`post ${i}`), () => {})
  submit(aPost('too much'))
  expect(happened).toEqual(['too much busy'])
  await commits[0]?.answer()
  submit(aPost('fits again'))
  expect(happened).not.toContain('fits again busy')
})

test('[D1] a store that fails leaves the outcome unknown, says why in the log, and the next commit is tried', async () => {
  const { commits, happened, faults, submit, groupCommit } = aDesk()
  submit(aPost('one'))
  submit(aPost('two'))
  const fault = new StoreUnavailable('database or disk is full')
  await commits[0]?.fail(fault)
  expect(happened).toEqual(['one unavailable'])
  expect(faults).toEqual([fault])
  await commits[1]?.answer()
  expect(happened.slice(1)).toEqual(['kitchen told of two', 'two applied'])
  await groupCommit.idle()
})

test('[D11] a fault in one room, or in one who asked, is nobody else’s', async () => {
  const { commits, happened, faults, submit, groupCommit } = aDesk()
  submit(aPost('first'))
  submit(aPost('poison'))
  submit(aPost('rope', harbour), () => {
    throw new Error('a fault in who asked')
  })
  submit(aPost('anchor', harbour))
  await commits[0]?.answer()
  await commits[1]?.answer()
  expect(happened).toContain('harbour told of rope, anchor')
  expect(happened).toContain('anchor applied')
  expect(faults).toHaveLength(2)
  submit(aPost('life goes on'))
  await commits[2]?.answer()
  expect(happened.at(-1)).toBe('life goes on applied')
  await groupCommit.idle()
})

test('idle is when nothing runs and nothing waits', async () => {
  const { commits, submit, groupCommit } = aDesk()
  await groupCommit.idle()
  submit(aPost('one'))
  submit(aPost('two'))
  let isIdle = false
  const idle = groupCommit.idle().then(() => {
    isIdle = true
  })
  await commits[0]?.answer()
  expect(isIdle).toBe(false)
  await commits[1]?.answer()
  await idle
})

test('a change of another kind is committed like a post', async () => {
  const { commits, happened, submit } = aDesk()
  submit({
    kind: 'create-room',
    roomId: kitchen,
    code: 'k7m4qp2x9d' as RoomCode,
    epoch: anId<Epoch>('epoch'),
    tokenHash: 'ana'.padEnd(64, '0') as TokenHash,
    memberId: anId<MemberId>('ana'),
    name: 'Ana',
    nameSkeleton: 'ana',
    at: 0,
  })
  expect(commits[0]?.bodies).toEqual(['create-room'])
  await commits[0]?.answer()
  expect(happened).toEqual(['create-room invalid'])
})
