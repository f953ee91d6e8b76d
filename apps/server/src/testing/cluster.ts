import type { MemberRecord, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { onTestFinished } from 'vitest'
import type { Broker } from '../broker/broker.ts'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import type { NodeId, NodeSignal, RoomSignal } from '../broker/signals.ts'
import { Attendance } from '../rooms/attendance.ts'
import { Gossip } from '../rooms/gossip.ts'
import { Stamps } from '../rooms/stamps.ts'
import type { TokenHash } from '../store/store.ts'
import { aClock } from './clock.ts'
import { Listener } from './listener.ts'
import { keepingLog } from './node.ts'

type Signal = RoomSignal | NodeSignal

/** Nodes of which there is only who is where, on an exchange that may be told to lose things. */
export function aCluster() {
  const clock = aClock()
  const exchange = createMemoryExchange()
  /** Everything that was said, in order. */
  const said: Signal[] = []

  function aNode(name: string) {
    const log = keepingLog()
    const rooms = new Map<RoomId, { attendance: Attendance; here: Set<Listener>; stop: () => void }>()
    const line = { isConnected: true, loses: (_: Signal): boolean => false }
    const carrier = exchange.createBroker()
    const isCarried = (signal: Signal) => line.isConnected && !line.loses(signal)
    const broker: Broker = {
      ...carrier,
      get isConnected() {
        return line.isConnected
      },
      publish(signal) {
        said.push(signal)
        if (isCarried(signal)) carrier.publish(signal)
      },
      broadcast(signal) {
        said.push(signal)
        if (isCarried(signal)) carrier.broadcast(signal)
      },
      listen: (hear) => carrier.listen((signal) => line.isConnected && hear(signal)),
    }
    const gossip = new Gossip({
      nodeId: anId<NodeId>(name),
      broker,
      clock,
      log,
      stamps: new Stamps(() => clock.now()),
      random: () => 0.5,
      find: (roomId) => rooms.get(roomId)?.attendance ?? null,
      *all() {
        for (const { attendance } of rooms.values()) yield attendance
      },
    })

    function open(roomId: RoomId) {
      const here = new Set<Listener>()
      const whisper = (event: Parameters<Listener['whisper']>[0]) =>
        [...here].filter((listener) => !listener.whisper(event))
      const attendance = new Attendance(roomId, { clock, whisper, gossip })
      const stop = carrier.subscribe(roomId, {
        hear(signal) {
          if (!line.isConnected) return
          if (signal.kind === 'presence') gossip.hear(attendance, signal)
          if (signal.kind === 'who-is-here') attendance.asked(signal)
        },
        ready: () => attendance.ask(),
      })
      rooms.set(roomId, { attendance, here, stop })
      return rooms.get(roomId) ?? { attendance, here, stop }
    }

    return {
      line,
      log,
      gossip,
      /** A member comes to a room here, with a line of their own. */
      come(roomId: RoomId, member: MemberRecord) {
        const { attendance, here } = rooms.get(roomId) ?? open(roomId)
        const listener = new Listener({ tokenHash: `${member.memberId}` as TokenHash })
        here.add(listener)
        listener.rooms.set(roomId, { headFor: () => 0, leave: () => {} })
        attendance.arrived(listener, member)
        const go = (how: 'left' | 'lost') => {
          here.delete(listener)
          listener.rooms.delete(roomId)
          attendance.departed(member, how)
        }
        return Object.assign(listener, { go })
      },
      /** Names of those who are here, as a newcomer is told. */
      whole(roomId: RoomId): string[] {
        const listener = new Listener({ tokenHash: 'newcomer' as TokenHash })
        const { attendance } = rooms.get(roomId) ?? open(roomId)
        attendance.tell(listener)
        return listener
          .of('presence')
          .flatMap(({ here }) => here.map(({ name: who }) => who))
          .sort()
      },
      attendance: (roomId: RoomId) => (rooms.get(roomId) ?? open(roomId)).attendance,
      /** Says what somebody else said. */
      say(signal: Signal) {
        if ('roomId' in signal) carrier.publish(signal)
        else carrier.broadcast(signal)
      },
      /** Nobody is in the room here any more. */
      putAway(roomId: RoomId) {
        rooms.get(roomId)?.attendance.close()
        rooms.get(roomId)?.stop()
        rooms.delete(roomId)
      },
      /** The process is gone without a word. */
      die() {
        line.isConnected = false
        close()
      },
      close,
    }
    function close() {
      gossip.close()
      for (const { attendance } of rooms.values()) attendance.close()
      void carrier.close()
    }
  }

  const nodes: { close(): void }[] = []
  onTestFinished(() => {
    for (const node of nodes) node.close()
  })
  return {
    clock,
    said,
    node(name: string) {
      const node = aNode(name)
      nodes.push(node)
      return node
    },
    /** What was said of one kind since the last look. */
    heard<Kind extends Signal['kind']>(kind: Kind): Extract<Signal, { kind: Kind }>[] {
      const found = said.filter((signal): signal is Extract<Signal, { kind: Kind }> => signal.kind === kind)
      said.length = 0
      return found
    },
  }
}
