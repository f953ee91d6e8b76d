import { type Clock, type Room, systemClock } from '@confab/client'
import { FILE_LINKS_MAX, type FileId, type FileLink } from '@confab/protocol'
import { serverMeta } from '../../../config.ts'
import type { RoomSession } from '../../../room/room-session.svelte.ts'

/** Where the bytes of a file are for now. */
export type Link = {
  whole: string
  /** The same, to be kept as a file of one's own. */
  saved: string
  /** Its small picture, if it has one. */
  thumbnail: string | null
  /** When it stops working, by the server's clock, in milliseconds. */
  endsAt: number
}

/** What comes to be seen in one go is asked for in one go, in milliseconds. */
const GATHER_MS = 20

/** A link is renewed so long before its end, in milliseconds: whoever presses it then still gets all of it. */
const AHEAD_MS = 60_000

/** After an answer that brought nothing, in milliseconds; twice as long after each further one. */
const RETRY_MS = 2_000
const RETRY_MS_MAX = 60_000

/** The links to the files of one room: asked for in batches, as they come to be seen, and renewed before they end. */
export class FileLinks {
  /** Null is a file that is gone. Never changed, but taken the place of. */
  #links = $state.raw<ReadonlyMap<FileId, Link | null>>(new Map())
  /** How many look at a file. */
  readonly #seen = new Map<FileId, number>()
  readonly #wanted = new Set<FileId>()
  readonly #room: Pick<Room, 'fetchFileLinks'>
  readonly #serverNow: () => number
  readonly #clock: Clock
  #isAsking = false
  #failures = 0
  #cancelAsking: (() => void) | null = null
  #cancelRenewal: (() => void) | null = null

  constructor(room: Pick<Room, 'fetchFileLinks'>, serverNow: () => number, clock: Clock = systemClock) {
    this.#room = room
    this.#serverNow = serverNow
    this.#clock = clock
  }

  /** Its link; null when the file is gone, undefined as long as nobody knows. */
  linkOf(fileId: FileId): Link | null | undefined {
    return this.#links.get(fileId)
  }

  /** These are seen from now on, until what it answers is called. To be called while there is a line. */
  show(fileIds: readonly FileId[]): () => void {
    for (const fileId of fileIds) {
      this.#seen.set(fileId, (this.#seen.get(fileId) ?? 0) + 1)
      if (!this.#isGood(this.#links.get(fileId))) this.#want(fileId)
    }
    return () => {
      for (const fileId of fileIds) {
        const count = (this.#seen.get(fileId) ?? 1) - 1
        if (count > 0) this.#seen.set(fileId, count)
        else {
          this.#seen.delete(fileId)
          this.#wanted.delete(fileId)
        }
      }
    }
  }

  /** Whether it still works, as far as clocks agree. */
  isGoodNow({ endsAt }: Link): boolean {
    return endsAt > this.#serverNow()
  }

  /** The link did not work: asks for another, unless one came meanwhile. */
  renew(fileId: FileId, failed: Link): void {
    if (this.#links.get(fileId) === failed) this.#want(fileId)
  }

  #isGood(link: Link | null | undefined): boolean {
    return !!link && link.endsAt - this.#serverNow() > AHEAD_MS
  }

  #want(fileId: FileId): void {
    this.#wanted.add(fileId)
    // Whoever looks now does not wait for what was tried for others.
    this.#askIn(GATHER_MS)
  }

  #askIn(ms: number): void {
    this.#cancelAsking?.()
    this.#cancelAsking = this.#clock.after(ms, () => void this.#ask())
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return
    const fileIds = [...this.#wanted].slice(0, FILE_LINKS_MAX)
    if (fileIds.length === 0) return
    this.#isAsking = true
    const answer = await this.#room.fetchFileLinks(fileIds)
    this.#isAsking = false
    if (answer.ok) {
      const { endsAt } = answer.value
      const found = new Map(answer.value.links.map((link) => [link.fileId, link]))
      const links = new Map(this.#links)
      for (const fileId of fileIds) {
        const link = found.get(fileId)
        this.#wanted.delete(fileId)
        links.set(fileId, link ? linkFrom(link, endsAt) : null)
      }
      this.#links = links
      this.#failures = 0
      this.#renewInTime(endsAt)
    } else this.#failures += 1
    if (this.#wanted.size > 0)
      this.#askIn(answer.ok ? GATHER_MS : Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** (this.#failures - 1)))
  }

  /** Those that are seen then have a good link whenever somebody presses them. */
  #renewInTime(endsAt: number): void {
    this.#cancelRenewal?.()
    this.#cancelRenewal = this.#clock.after(Math.max(1_000, endsAt - this.#serverNow() - AHEAD_MS), () => {
      for (const fileId of this.#seen.keys()) {
        const link = this.#links.get(fileId)
        if (link && !this.#isGood(link)) this.#want(fileId)
      }
    })
  }
}

function linkFrom({ path, thumbnail }: FileLink, endsAt: number): Link {
  const whole = addressOf(path)
  const saved = new URL(whole)
  if (/^http/.test(saved.protocol)) saved.searchParams.set('save', '1')
  return { whole, saved: saved.href, thumbnail: thumbnail ? addressOf(thumbnail) : null, endsAt }
}

/** The address of a path of the server's. */
function addressOf(path: string): string {
  return new URL(path, serverMeta() || location.origin).href
}

const ofSession = new WeakMap<RoomSession, FileLinks>()

/** The links of the room on the screen. */
export function fileLinksOf(session: RoomSession): FileLinks {
  const known = ofSession.get(session)
  if (known) return known
  const made = new FileLinks(session.room, () => session.client.serverNow())
  ofSession.set(session, made)
  return made
}
