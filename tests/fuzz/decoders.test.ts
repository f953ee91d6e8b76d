import {
  createId,
  decodeCommand,
  decodeFrame,
  encodeCommand,
  isCleanText,
  isMakeReport,
  REPORT_NOTE_LENGTH_MAX,
  REPORT_REASONS,
} from '@confab/protocol'
import { decodeCommandCompiled, decodeFrameCompiled } from '@confab/protocol/compiled'
import { expect, test } from 'vitest'
import { createChance } from '../simulation/chance.ts'
import { fill, type Json, readCorpus } from './corpus.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { mutateJson } from './mutate-json.ts'
import { seedOfThisRun } from './seed.ts'

const TEXTS = 40_000

/** Work that reading one frame may be, in milliseconds of this thread's processor: a garbage collection included, a busy neighbour not. */
const READ_CPU_MS_MAX = 500

const corpus = readCorpus()

/** Frames of the corpus with ids in them, mutated once more for every number. */
function* mutants(frames: readonly Json[], seed: number): Generator<string> {
  for (let i = 0; i < TEXTS; i++) {
    const chance = createChance((seed * 1_000_003 + i) >>> 0)
    const values = new Map<string, Json>([
      ...['roomId', 'messageId', 'memberId', 'epoch', 'tabId'].map((name): [string, Json] => [
        `{${name}}`,
        createId(chance.fill),
      ]),
      ['{token}', `${createId(chance.fill)}${createId(chance.fill).slice(1)}`],
      ['{code}', 'k7m4qp2x9d'],
      ['{head}', chance.below(1_000)],
      ['{ref}', 1 + chance.below(1_000)],
    ])
    const text = mutateJson(fill(chance.pick(frames), values), frames, chance.below(4), chance)
    const other = () => Buffer.from(JSON.stringify(chance.pick(frames)))
    yield chance.happens(0.1) ? mutateBytes(Buffer.from(text), other(), chance).toString() : text
  }
}

/** Reads every text both ways; answers how often each outcome was, or fails with what the two read differently. */
function readBothWays<Read>(
  frames: readonly Json[],
  read: readonly [(text: string) => Read, (text: string) => Read],
  outcomeOf: (read: Read) => string,
): Map<string, number> {
  const seed = seedOfThisRun()
  const outcomes = new Map<string, number>()
  let longestMs = 0
  for (const text of mutants(frames, seed)) {
    const before = process.threadCpuUsage()
    const [one, other] = [read[0](text), read[1](text)]
    const { user, system } = process.threadCpuUsage(before)
    longestMs = Math.max(longestMs, (user + system) / 1_000)
    if (JSON.stringify(one) !== JSON.stringify(other))
      expect({ seed, text, read: one }).toEqual({ seed, text, read: other })
    const outcome = outcomeOf(one)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  console.log(
    `seed ${seed}: ${[...outcomes].map(([what, count]) => `${what} ${count}`).join(', ')}; longest ${longestMs.toFixed(1)} ms of work`,
  )
  expect(longestMs).toBeLessThan(READ_CPU_MS_MAX)
  expect(Object.keys(Object.prototype)).toEqual([])
  return outcomes
}

test('[D11] [A31] both readers of commands read the same in whatever is sent', () => {
  const outcomes = readBothWays(
    corpus.commands,
    [decodeCommand, decodeCommandCompiled],
    ({ outcome }) => outcome,
  )
  expect([...outcomes.keys()].sort()).toEqual(['command', 'invalid', 'malformed'])
}, 60_000)

test('[D11] what is read as a command is written and read as the same again', () => {
  for (const text of mutants(corpus.commands, seedOfThisRun())) {
    const decoded = decodeCommandCompiled(text)
    if (decoded.outcome !== 'command') continue
    expect(decodeCommandCompiled(encodeCommand(decoded.command))).toEqual(decoded)
    // What may be shown is for the server to say; that it is text at all is for the reader.
    if ('body' in decoded.command && isCleanText(decoded.command.body))
      expect(decoded.command.body.isWellFormed()).toBe(true)
  }
}, 60_000)

test('[D11] both readers of server frames read the same in whatever comes', () => {
  const outcomes = readBothWays(corpus.serverFrames, [decodeFrame, decodeFrameCompiled], (events) =>
    events === null ? 'unreadable' : 'events',
  )
  expect([...outcomes.keys()].sort()).toEqual(['events', 'unreadable'])
}, 60_000)

test('[A95] whatever is read as a report is about one thing, for a known reason, in words that act on no terminal', () => {
  const about = { roomId: '{roomId}', reason: 'harassment', note: 'every day' }
  const reports = [
    { ...about, messageId: '{messageId}' },
    { ...about, memberId: '{memberId}' },
    { roomId: '{roomId}', memberId: '{memberId}', reason: 'other' },
  ]
  const counts = { read: 0, refused: 0 }
  for (const text of mutants(reports, seedOfThisRun())) {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      continue
    }
    if (!isMakeReport(value)) {
      counts.refused += 1
      continue
    }
    counts.read += 1
    expect('messageId' in value).not.toBe('memberId' in value)
    expect(REPORT_REASONS).toContain(value.reason)
    const { note = '' } = value
    expect(note.length).toBeLessThanOrEqual(REPORT_NOTE_LENGTH_MAX)
    expect(note).not.toMatch(/(?![\n\t])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
  }
  expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(1_000)
}, 60_000)
