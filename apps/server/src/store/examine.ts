import { createHash } from 'node:crypto'

/** What an examination found. Without problems, every room can be served as it was said. */
export type Examination = {
  problems: string[]
  rooms: number
  members: number
  messages: number
  /** A hash over all that people see, in order; the same for a backup and what was restored from it. Null if not asked for. */
  transcript: string | null
}

/** Problems told. A damaged file has thousands, and the first few say it all. */
export const PROBLEMS_MAX = 10

/** A room as it is examined. */
export type ExaminedRoom = {
  roomId: string
  head: number
  version: number
  latestAt: number
  code: string
  title: string
  pins: string | null
  settings: string | null
}

/** A record with a place. The rest is only looked at for the transcript. */
export type PlacedRow = {
  sequence: number
  version: number
  at: number
  id?: string
  /** A message's author, a member's role. */
  of?: string
  name?: string
  /** A message's body, a member's skeleton. */
  text?: string
  extra?: string | null
}

/** A record that stands beside a message, at its place. */
export type BesideRow = { sequence: number; version: number; text: string }

/**
 * Examines what only we know of a database, wherever its rows come from: every room's counter stands at its newest change, no place is
 * missing or taken twice, and time does not go back along the places. Rooms are given in the order of their ids.
 */
export class Examiner {
  readonly found: Examination = { problems: [], rooms: 0, members: 0, messages: 0, transcript: null }
  readonly #hash

  constructor({ withTranscript }: { withTranscript: boolean }) {
    this.#hash = withTranscript ? createHash('sha256') : null
  }

  /** Begins with a room, whose members and reactions are given in the order of their places. Then it takes messages in that order, and ends. */
  room(
    room: ExaminedRoom,
    members: readonly PlacedRow[],
    reactions: readonly BesideRow[],
  ): { takeMessage(message: PlacedRow): void; end(): void } {
    const { roomId, head, version, code, title, pins, settings } = room
    const { found } = this
    const judge = createRoomJudge(room, reactions)
    found.rooms += 1
    found.members += members.length
    this.#hash?.update(JSON.stringify(['room', roomId, head, version, code, title, pins, settings]))
    for (const { sequence, version, text } of reactions)
      this.#hash?.update(JSON.stringify(['reactions', sequence, version, text]))
    let next = 0
    const take = (kind: 'member' | 'message', placed: PlacedRow) => {
      judge.take(placed)
      if (!this.#hash) return
      const { sequence, version, at, id, of, name, text, extra } = placed
      this.#hash.update(JSON.stringify([kind, sequence, version, at, id, of, name, text, extra]))
    }
    return {
      takeMessage: (message) => {
        found.messages += 1
        for (
          let member = members[next];
          member && member.sequence <= message.sequence;
          member = members[++next]
        )
          take('member', member)
        take('message', message)
      },
      end: () => {
        for (const member of members.slice(next)) take('member', member)
        const problem = judge.verdict()
        if (problem) this.blame(`room ${roomId}: ${problem}`)
      },
    }
  }

  /** Adds a problem, unless there are plenty. */
  blame(problem: string): void {
    if (this.found.problems.length < PROBLEMS_MAX) this.found.problems.push(problem)
  }

  /** All rooms were given. */
  end(): void {
    this.found.transcript = this.#hash?.digest('hex') ?? null
  }
}

/** Judges one room by its records in the order of their places. */
function createRoomJudge(room: ExaminedRoom, beside: readonly BesideRow[]) {
  let problem: string | null = null
  let place = 1
  let latestAt = 0
  let newest = room.version
  /** The newest change of a record after it was placed. */
  let lastChange = room.version > 1 ? room.version : 0
  /** Versions of such records: numbers that no record has its place at. Each stands above its record, so it is met before its number. */
  const changed = new Set<number>(lastChange > 0 ? [lastChange] : [])
  /** The highest number at which nothing is placed. */
  let lastUnplaced = 0
  const blame = (what: string) => {
    problem ??= what
  }
  const tookChange = (version: number) => {
    if (changed.has(version)) blame(`two records were changed at ${version}`)
    changed.add(version)
    lastChange = Math.max(lastChange, version)
    newest = Math.max(newest, version)
  }
  for (const { sequence, version } of beside) {
    if (version <= sequence) blame(`the reactions at ${sequence} are older than their message`)
    tookChange(version)
  }
  const passTo = (next: number) => {
    if (next > place + 1) lastUnplaced = next - 1
  }

  return {
    take({ sequence, version, at }: Pick<PlacedRow, 'sequence' | 'version' | 'at'>) {
      if (sequence <= place) blame(`two records are at ${sequence}`)
      if (changed.has(sequence)) blame(`two records are at ${sequence}`)
      passTo(sequence)
      place = Math.max(place, sequence)
      if (version < sequence) blame(`the record at ${sequence} is older than its place`)
      if (version > sequence) tookChange(version)
      newest = Math.max(newest, version)
      if (at < latestAt) blame(`time goes back at ${sequence}`)
      latestAt = Math.max(latestAt, at)
    },
    verdict(): string | null {
      if (newest !== room.head) blame(`its counter is at ${room.head}, its newest change at ${newest}`)
      if (latestAt > room.latestAt) blame('its newest record is later than its newest change')
      passTo(room.head + 1)
      // Below the last change an empty number may be that of a change that was itself changed again; above it is a hole.
      if (lastUnplaced > lastChange) blame(`nothing is at ${lastUnplaced}`)
      return problem
    },
  }
}
