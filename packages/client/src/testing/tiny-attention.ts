import type { Command, IdentityToken } from '@confab/protocol'
import type { AttentionView } from '../attention.ts'

/** What changes what somebody wants to be called for. */
export type AttentionCommand = Extract<
  Command,
  { type: 'set-level' | 'set-ignored' | 'set-quiet' | 'subscribe-push' | 'unsubscribe-push' }
>

const NOTHING_SAID: AttentionView = {
  pushKey: 'B'.padEnd(87, 'k'),
  levels: [],
  ignored: [],
  quietUntil: null,
  isSubscribed: false,
}

/** What the tiny server knows of it, by the tokens. */
export function createTinyAttention() {
  const known = new Map<IdentityToken | null, AttentionView & { endpoints: readonly string[] }>()
  const stateOf = (token: IdentityToken | null) => known.get(token) ?? { ...NOTHING_SAID, endpoints: [] }

  return {
    attentionOf(token: IdentityToken | null): AttentionView {
      const { endpoints, ...view } = stateOf(token)
      return { ...view, isSubscribed: endpoints.length > 0 }
    },
    changeAttention(token: IdentityToken | null, command: AttentionCommand): void {
      const state = stateOf(token)
      known.set(token, { ...state, ...changed(state, command) })
    },
  }
}

function changed(
  {
    levels,
    ignored,
    endpoints,
  }: Pick<AttentionView, 'levels' | 'ignored'> & { endpoints: readonly string[] },
  command: AttentionCommand,
) {
  switch (command.type) {
    case 'set-level': {
      const { roomId, level } = command
      const others = levels.filter((one) => one.roomId !== roomId)
      return { levels: level === 'all' ? others : [...others, { roomId, level }] }
    }
    case 'set-ignored': {
      const { roomId, memberId, isIgnored } = command
      const here = new Set(ignored.find((one) => one.roomId === roomId)?.memberIds)
      if (isIgnored) here.add(memberId)
      else here.delete(memberId)
      return {
        ignored: [...ignored.filter((one) => one.roomId !== roomId), { roomId, memberIds: [...here] }],
      }
    }
    case 'set-quiet':
      return { quietUntil: command.until }
    case 'subscribe-push':
      return { endpoints: [...endpoints.filter((one) => one !== command.endpoint), command.endpoint] }
    case 'unsubscribe-push':
      return { endpoints: endpoints.filter((one) => one !== command.endpoint) }
  }
}
