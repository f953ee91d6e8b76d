import { isUtf8 } from 'node:buffer'
import { FRAME_BYTES_MAX, HELLO_BYTES_MAX, type MessageId } from '@confab/protocol'
import { decodeCommandCompiled } from '@confab/protocol/compiled'

/** What has to come back of one frame: an answer to it, the end of the line with a certain code, or nothing. */
export type Expectation =
  | { name: 'reply'; refs: readonly number[] }
  | { name: 'welcome'; refs: readonly number[] }
  | { name: 'ack'; messageId: MessageId }
  | { name: 'close'; code: number }
  | { name: 'nothing' }

/** What a right server does with a payload on a line that has said hello, or not yet. */
export function expectationOf(payload: Buffer, isGreeted: boolean): Expectation {
  if (payload.length > FRAME_BYTES_MAX) return { name: 'close', code: 1009 }
  if (!isUtf8(payload)) return { name: 'close', code: 1007 }
  if (!isGreeted && payload.length > HELLO_BYTES_MAX) return { name: 'close', code: 1009 }
  const decoded = decodeCommandCompiled(payload.toString())
  const malformed: Expectation = { name: 'close', code: 4400 }
  if (decoded.outcome === 'malformed') return malformed
  if (decoded.outcome === 'invalid') {
    if (!isGreeted) return malformed
    const { addressee } = decoded
    return 'ref' in addressee
      ? { name: 'reply', refs: [addressee.ref] }
      : { name: 'ack', messageId: addressee.messageId }
  }
  const { command } = decoded
  if ((command.type === 'hello') === isGreeted) return malformed
  if (command.type === 'hello') return { name: 'welcome', refs: command.resume.map(({ ref }) => ref) }
  if (command.type === 'post-message') return { name: 'ack', messageId: command.messageId }
  return 'ref' in command ? { name: 'reply', refs: [command.ref] } : { name: 'nothing' }
}
