import type { Member, Peer, RunningPeer } from './peer.ts'
import { cpuSecondsOf, percentile } from './process-figures.ts'

/** How many are in how many rooms, and how much they say together. */
export type Load = { rooms: number; membersPerRoom: number; postsPerSecond: number }

/** What a load came to. Times in milliseconds, from the post to another member. */
export type Carried = {
  deliveriesPerCpuSecond: number
  deliveriesPerSecond: number
  p50: number
  p99: number
  /** Deliveries that did not come, as a part of those due. */
  lostPart: number
  /** How busy the generator was: near 1 it is what is measured. */
  generatorBusy: number
}

/** Posts go out in ticks of this many milliseconds. */
const TICK_MS = 4

/** After the last post, how long deliveries may still come, in milliseconds. */
const TAIL_MS = 1_500

/** Messages are about as long as people's: with what is around them some 230 bytes. */
const TEXT = 'the tide is out until four, come down to the harbour'

/** One in so many members reads the times in what it hears; the others only count. */
const SAMPLED_EVERY = 20

/** Brings everybody in, a few at a time, as a server would not like otherwise. */
export async function assemble(
  running: RunningPeer,
  load: Load,
  hear: (payload: Buffer, room: number, isSampled: boolean) => void,
): Promise<Member[][]> {
  const rooms: Member[][] = []
  for (let room = 0; room < load.rooms; room++) {
    const members: Member[] = []
    rooms.push(members)
    for (let first = 0; first < load.membersPerRoom; first += 50) {
      const entering = Array.from({ length: Math.min(50, load.membersPerRoom - first) }, (_, i) => {
        const member = first + i
        const isSampled = (room * load.membersPerRoom + member) % SAMPLED_EVERY === 0
        return running.enter(room, member, (payload) => hear(payload, room, isSampled))
      })
      members.push(...(await Promise.all(entering)))
    }
  }
  return rooms
}

/** Puts a load on a peer that is running with its members in, and measures for some seconds. */
export async function carry(peer: Peer, load: Load, seconds: number): Promise<Carried> {
  const running = await peer.start()
  try {
    let deliveries = 0
    const latencies: number[] = []
    const mark = Buffer.from(peer.mark)
    const rooms = await assemble(running, load, (payload, _room, isSampled) => {
      deliveries += countOf(payload, mark)
      if (isSampled) readTimes(payload, latencies)
    })
    await pause(1_000)
    await speak(rooms, load, 1)
    await pause(TAIL_MS)
    deliveries = 0
    latencies.length = 0

    const cpuBefore = cpuSecondsOf(running.pid)
    const own = process.cpuUsage()
    const began = performance.now()
    const posts = await speak(rooms, load, seconds)
    const spokeFor = (performance.now() - began) / 1_000
    const used = process.cpuUsage(own)
    await pause(TAIL_MS)
    const cpu = cpuSecondsOf(running.pid) - cpuBefore
    const due = posts * load.membersPerRoom
    for (const member of rooms.flat()) member.close()
    return {
      deliveriesPerCpuSecond: deliveries / cpu,
      deliveriesPerSecond: deliveries / spokeFor,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      lostPart: Math.max(0, 1 - deliveries / due),
      generatorBusy: (used.user + used.system) / 1e6 / spokeFor,
    }
  } finally {
    await running.stop()
  }
}

/** Everybody posts in turn, evenly spread over the seconds; answers how many posts that were. */
async function speak(rooms: Member[][], load: Load, seconds: number): Promise<number> {
  const began = performance.now()
  const total = Math.round(load.postsPerSecond * seconds)
  let posted = 0
  while (posted < total) {
    const elapsed = (performance.now() - began) / 1_000
    const due = Math.min(total, Math.floor(elapsed * load.postsPerSecond))
    for (; posted < due; posted++) {
      const room = rooms[posted % rooms.length]
      const member = room?.[Math.floor(posted / rooms.length) % load.membersPerRoom]
      member?.post(`${TEXT} t=${performance.now().toFixed(3)};`)
    }
    await pause(TICK_MS)
  }
  return posted
}

function countOf(payload: Buffer, mark: Buffer): number {
  let count = 0
  for (let at = payload.indexOf(mark); at >= 0; at = payload.indexOf(mark, at + mark.length)) count++
  return count
}

function readTimes(payload: Buffer, latencies: number[]): void {
  const now = performance.now()
  for (const [, at] of payload.toString('latin1').matchAll(/ t=([\d.]+);/g)) latencies.push(now - Number(at))
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
