import type { RoomId } from '@confab/protocol'
import { type Chance, createChance } from '../simulation/chance.ts'
import { type Corpus, type FoundFrame, fill, fillText, forget, type Json, type Values } from './corpus.ts'
import { expectationOf } from './expectation.ts'
import type { Guest, HostileGuests } from './hostile-guests.ts'
import type { HostileLine } from './hostile-line.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { mutateJson } from './mutate-json.ts'
import { brokenFrame, frameOf, writtenAnotherWay } from './websocket-frames.ts'

/** Lines open at the same time. */
const LANES = 32

/** Exchanges on one line: more would meet the limit of commands, and everything behind it only that. */
const EXCHANGES_PER_LINE = 30

/** Findings after which it is enough. */
const FINDINGS_MAX = 10

/** How a line that was broken on purpose may end, besides with the code it was closed with itself. */
const BROKEN_CLOSE_CODES: readonly (number | null)[] = [
  null,
  1000,
  1002,
  1003,
  1005,
  1007,
  1009,
  3000,
  4400,
  4999,
]

/** What somebody who sends nothing but probes asks with: no frame of the corpus has it. */
const PROBE_REF = 2_000_000_000

/** Something a server did that no server may, and the frame it did it on, ready for the corpus. */
export type Finding = { what: string; at: number; frame: FoundFrame }

/** What came of it. */
export type AttackResult = {
  frames: number
  lines: number
  /** How often each expectation stood behind a frame: how deep the frames got. */
  met: Map<string, number>
  longestAnswerMs: number
  findings: Finding[]
}

/** Sends this many hostile frames on many lines at once, and judges what comes back. The seed repeats every frame, not their meeting. */
export async function attackFrames(
  guests: HostileGuests,
  corpus: Corpus,
  { frames, seed }: { frames: number; seed: number },
): Promise<AttackResult> {
  const attack = new FrameAttack(guests, corpus, frames, seed)
  for (const found of corpus.found.frames) await attack.replay(found)
  await Promise.all(Array.from({ length: LANES }, () => attack.runLane()))
  return attack.result
}

class FrameAttack {
  readonly #guests: HostileGuests
  readonly #corpus: Corpus
  readonly #frames: number
  readonly #seed: number
  readonly #byType: Map<string, Corpus['commands']>
  readonly #types: readonly string[]
  #chances = 0
  readonly result: AttackResult = { frames: 0, lines: 0, met: new Map(), longestAnswerMs: 0, findings: [] }

  constructor(guests: HostileGuests, corpus: Corpus, frames: number, seed: number) {
    this.#guests = guests
    this.#corpus = corpus
    this.#frames = frames
    this.#seed = seed
    this.#byType = Map.groupBy(corpus.commands, ({ type }) => String(type))
    this.#types = [...this.#byType.keys()]
  }

  async runLane(): Promise<void> {
    while (this.result.frames < this.#frames && this.result.findings.length < FINDINGS_MAX) {
      const chance = this.#nextChance()
      if (chance.happens(0.1)) await this.#knock(chance)
      else await this.#visit(chance)
    }
  }

  /** Sends what once broke something. */
  async replay({ isGreeted, text, raw, what }: FoundFrame): Promise<void> {
    const chance = createChance(this.#seed)
    const guest = chance.pick(this.#guests.guests)
    const line = isGreeted ? await this.#greet(guest, guest.rooms, chance) : this.#open()
    if (!line) return
    const values = this.#guests.valuesFor(guest, guest.rooms, chance)
    if (text === undefined) await this.#break(line, Buffer.from(raw ?? '', 'base64'), what, isGreeted)
    else await this.#exchange(line, Buffer.from(fillText(text, values)), values, isGreeted, chance)
    line.destroy()
  }

  /** A frame's own chance, so that each can be had again without those before it. */
  #nextChance(): Chance {
    return createChance((this.#seed * 1_000_003 + this.#chances++) >>> 0)
  }

  #open(): HostileLine {
    this.result.lines += 1
    return this.#guests.open()
  }

  /** A stranger whose first frame is none that should be. */
  async #knock(chance: Chance): Promise<void> {
    const guest = chance.pick(this.#guests.guests)
    const values = this.#guests.valuesFor(guest, guest.rooms, chance)
    const hellos = this.#corpus.commands.filter(({ type }) => type === 'hello')
    const command = fill(chance.pick(chance.happens(0.7) ? hellos : this.#corpus.commands), values)
    const line = this.#open()
    const text = mutateJson(command, this.#corpus.commands, 1 + chance.below(2), chance)
    await this.#exchange(line, Buffer.from(text), values, false, chance)
    line.destroy()
  }

  /** A guest who is let in, and then sends one hostile frame after the other until the line ends. */
  async #visit(chance: Chance): Promise<void> {
    const guest = chance.pick(this.#guests.guests)
    const entered = guest.rooms.filter(() => chance.happens(0.4))
    if (entered.length === 0) entered.push(chance.pick(guest.rooms))
    const line = await this.#greet(guest, entered, chance)
    if (!line) return
    for (let i = 0; i < EXCHANGES_PER_LINE && !line.isOver; i++) {
      if (this.result.frames >= this.#frames || this.result.findings.length >= FINDINGS_MAX) break
      await this.#assail(line, guest, entered, this.#nextChance())
    }
    line.destroy()
  }

  async #assail(line: HostileLine, guest: Guest, entered: readonly RoomId[], chance: Chance): Promise<void> {
    const values = this.#guests.valuesFor(guest, entered, chance)
    const kind = chance.next()
    if (kind < 0.06) return this.#volley(line, guest, entered, chance)
    const command = fill(this.#pickCommand(chance), values)
    const payload = Buffer.from(JSON.stringify(command))
    if (kind >= 0.94)
      return this.#break(line, brokenFrame(payload, chance), 'a frame that breaks WebSocket', true)
    const mutate = () => this.#mutate(command, payload, kind, chance)
    // What ends the line at the door all ends it in one way, so more than half of that is given another try.
    const first = mutate()
    const isAgain = expectationOf(first, true).name === 'close' && chance.happens(0.6)
    return this.#exchange(line, isAgain ? mutate() : first, values, true, chance)
  }

  #mutate(command: Json, payload: Buffer, kind: number, chance: Chance): Buffer {
    const { commands } = this.#corpus
    if (kind >= 0.82) return mutateBytes(payload, Buffer.from(JSON.stringify(chance.pick(commands))), chance)
    return Buffer.from(mutateJson(command, commands, kind < 0.16 ? 0 : kind < 0.75 ? 1 : 3, chance))
  }

  /** Every type, however many of it were recorded: posts more often, since most is done with them, and seldom what bears no change. */
  #pickCommand(chance: Chance): Corpus['commands'][number] {
    const type = chance.happens(0.25) ? 'post-message' : chance.pick(this.#types)
    if ((type === 'hello' || type === 'alive') && chance.happens(0.8)) return this.#pickCommand(chance)
    return chance.pick(this.#byType.get(type) ?? [])
  }

  /** One frame, and what has to come of it. */
  async #exchange(
    line: HostileLine,
    payload: Buffer,
    values: Values,
    isGreeted: boolean,
    chance: Chance,
  ): Promise<void> {
    this.result.frames += 1
    const expectation = expectationOf(payload, isGreeted)
    this.#count(expectation.name === 'close' ? `close ${expectation.code}` : expectation.name)
    line.expect(expectation)
    const wire = chance.happens(0.1) ? writtenAnotherWay(payload, chance) : frameOf(payload)
    const startedAt = performance.now()
    if (chance.happens(0.03)) {
      // Half of it, and the rest a moment later.
      line.write(wire.subarray(0, wire.length >> 1))
      await new Promise((resolve) => setImmediate(resolve))
      line.write(wire.subarray(wire.length >> 1))
    } else line.write(wire)
    if (expectation.name === 'nothing') this.#probe(line)
    const inTime = await (expectation.name === 'close' ? line.over() : line.settled())
    this.#clock(startedAt)

    const fault = line.faults.shift()
    const wanted = expectation.name === 'close' ? expectation.code : null
    const what =
      fault ??
      (inTime ? `closed with ${line.closeCode}, where ${wanted ?? 'none'} was due` : 'no answer in time')
    if (fault === undefined && inTime && line.closeCode === wanted && (wanted !== null || !line.isGone))
      return
    this.#report({ what, isGreeted, text: forget(payload.toString(), values) })
  }

  /** Some frames in one write, right ones mostly, in an order nobody would choose. */
  async #volley(line: HostileLine, guest: Guest, entered: readonly RoomId[], chance: Chance): Promise<void> {
    const payloads: Buffer[] = []
    let closeCode: number | null = null
    for (let i = 2 + chance.below(6); i > 0 && closeCode === null; i--) {
      const values = this.#guests.valuesFor(guest, entered, chance)
      const changes = chance.happens(0.2) ? 1 : 0
      const payload = Buffer.from(
        mutateJson(fill(this.#pickCommand(chance), values), this.#corpus.commands, changes, chance),
      )
      payloads.push(payload)
      this.result.frames += 1
      const expectation = expectationOf(payload, true)
      this.#count(`volley: ${expectation.name}`)
      if (expectation.name === 'close') closeCode = expectation.code
      line.expect(expectation, false)
    }
    const startedAt = performance.now()
    line.write(Buffer.concat(payloads.map((payload) => frameOf(payload))))
    if (closeCode === null) this.#probe(line)
    const inTime = await (closeCode === null ? line.settled() : line.over())
    this.#clock(startedAt)
    const fault = line.faults.shift()
    if (fault === undefined && inTime && line.closeCode === closeCode) return
    const what =
      fault ??
      (inTime ? `closed with ${line.closeCode}, where ${closeCode ?? 'none'} was due` : 'no answer in time')
    const raw = Buffer.concat(payloads.map((payload) => frameOf(payload))).toString('base64')
    this.#report({ what: `${what}, after several at once`, isGreeted: true, raw })
  }

  /** Bytes that break the line itself; behind them nothing more is said, so that what waits for more hears that there is none. */
  async #break(line: HostileLine, bytes: Buffer, what: string, isGreeted: boolean): Promise<void> {
    this.result.frames += 1
    this.#count('broken')
    line.expectAnything()
    line.write(bytes)
    this.#probe(line)
    line.finish()
    const startedAt = performance.now()
    const inTime = await line.over()
    this.#clock(startedAt)
    const fault = line.faults.shift()
    if (fault === undefined && inTime && BROKEN_CLOSE_CODES.includes(line.closeCode)) return
    const ending = inTime ? `closed with ${line.closeCode}` : 'not over in time'
    this.#report({ what: `${what}: ${fault ?? ending}`, isGreeted, raw: bytes.toString('base64') })
  }

  async #greet(guest: Guest, entered: readonly RoomId[], chance: Chance): Promise<HostileLine | null> {
    const line = this.#open()
    line.expect({ name: 'welcome', refs: entered.map((_, index) => index + 1) })
    const hello = this.#guests.helloOf(guest, entered, chance)
    line.say(hello)
    const inTime = await line.settled()
    const fault = line.faults.shift()
    if (fault === undefined && inTime && !line.isOver) return line
    const what = `a guest is not let in: ${fault ?? line.closeCode ?? 'no answer in time'}`
    this.#report({ what, isGreeted: false, text: hello })
    line.destroy()
    return null
  }

  #probe(line: HostileLine): void {
    line.expect({ name: 'reply', refs: [PROBE_REF] })
    line.say(`{"type":"probe","ref":${PROBE_REF}}`)
  }

  #count(what: string): void {
    this.result.met.set(what, (this.result.met.get(what) ?? 0) + 1)
  }

  #clock(startedAt: number): void {
    this.result.longestAnswerMs = Math.max(this.result.longestAnswerMs, performance.now() - startedAt)
  }

  #report(frame: FoundFrame): void {
    this.result.findings.push({ what: frame.what, at: this.#chances, frame })
  }
}
