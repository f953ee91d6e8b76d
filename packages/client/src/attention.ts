import type { Attention, AttentionLevel, MemberId, RoomId, SubscribePush } from '@confab/protocol'
import { type Answer, accepted } from './answer.ts'
import { REQUEST_TIMEOUT_MS, type Requests } from './requests.ts'

/** What this identity wants to be called for, and whether it can be. Never changes; after a change there is another. */
export type AttentionView = Omit<Attention, 'type' | 'ref' | 'ignored'> & { ignored: Ignored }

/** Whom this identity would rather not read, in which rooms. */
export type Ignored = NonNullable<Attention['ignored']>

/** What a browser's push service gave this browser, and the language its notes shall be shown in. */
export type PushSubscriptionOffered = Omit<SubscribePush, 'type' | 'ref'>

/** Keeps what this identity wants to be called for. */
export type AttentionKeeper = {
  /** Null until it was asked for and is known. */
  readonly view: AttentionView | null
  fetch(): Promise<Answer<AttentionView>>
  setLevel(roomId: RoomId, level: AttentionLevel): Promise<Answer<null>>
  setIgnored(roomId: RoomId, memberId: MemberId, isIgnored: boolean): Promise<Answer<null>>
  setQuiet(until: number | null): Promise<Answer<null>>
  subscribePush(subscription: PushSubscriptionOffered): Promise<Answer<null>>
  unsubscribePush(endpoint: string): Promise<Answer<null>>
  /** The server told of it: as asked, or because another tab or device changed it. */
  learn(event: Attention): void
  /** There is a line again. What changed while there was none was not told, so whoever knew it asks anew. */
  lineUp(): void
  /** This client is somebody else from now on. */
  forget(): void
}

/** Makes the keeping of it. */
export function createAttention(requests: Requests, changed: () => void): AttentionKeeper {
  let view: AttentionView | null = null

  function become(next: AttentionView | null): void {
    view = next
    changed()
  }

  function learn({ type: _type, ref: _ref, ignored = [], ...others }: Attention): AttentionView {
    const known = { ...others, ignored }
    become(known)
    return known
  }

  function fetch(): Promise<Answer<AttentionView>> {
    return new Promise((resolve) =>
      requests.ask(
        (ref) => ({ type: 'fetch-attention', ref }),
        { isRepeatable: true, timeoutMs: REQUEST_TIMEOUT_MS },
        (answer) => {
          if (!answer.ok) resolve(answer)
          else if (answer.value.type === 'attention') resolve(accepted(learn(answer.value)))
        },
      ),
    )
  }

  /** Asked for by somebody who is there to see whether it works; what is known changes with the answer, for this connection is not told. */
  function change(
    make: Parameters<Requests['ask']>[0],
    then: (known: AttentionView) => AttentionView,
  ): Promise<Answer<null>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
        if (!answer.ok) return resolve(answer)
        if (view) become(then(view))
        // Whoever changes something before it is known sees it come true all the same.
        else void fetch()
        resolve(accepted(null))
      }),
    )
  }

  return {
    get view() {
      return view
    },
    fetch,
    setLevel: (roomId, level) =>
      change(
        (ref) => ({ type: 'set-level', ref, roomId, level }),
        (known) => {
          const others = known.levels.filter((one) => one.roomId !== roomId)
          return { ...known, levels: level === 'all' ? others : [...others, { roomId, level }] }
        },
      ),
    setIgnored: (roomId, memberId, isIgnored) =>
      change(
        (ref) => ({ type: 'set-ignored', ref, roomId, memberId, isIgnored }),
        (known) => {
          const here = known.ignored.find((one) => one.roomId === roomId)?.memberIds ?? []
          const memberIds = here.filter((one) => one !== memberId)
          if (isIgnored) memberIds.push(memberId)
          const others = known.ignored.filter((one) => one.roomId !== roomId)
          return { ...known, ignored: memberIds.length > 0 ? [...others, { roomId, memberIds }] : others }
        },
      ),
    setQuiet: (until) =>
      change(
        (ref) => ({ type: 'set-quiet', ref, until }),
        (known) => ({ ...known, quietUntil: until }),
      ),
    subscribePush: (subscription) =>
      change(
        (ref) => ({ type: 'subscribe-push', ref, ...subscription }),
        (known) => ({ ...known, isSubscribed: true }),
      ),
    async unsubscribePush(endpoint) {
      const answer = await change(
        (ref) => ({ type: 'unsubscribe-push', ref, endpoint }),
        (known) => known,
      )
      // Whether another browser of this identity is still subscribed only the server knows.
      if (answer.ok && view) void fetch()
      return answer
    },
    learn,
    lineUp() {
      if (view) void fetch()
    },
    forget() {
      if (view) become(null)
    },
  }
}
