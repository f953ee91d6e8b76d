import type { Sequence } from '@confab/protocol'
import { isSeen } from '../store/seen.ts'
import type { EncodedEvent } from './room-connection.ts'
import type { EncodedSpan } from './spans.ts'

/** What was written out for whoever has not all of it, by the highest place that is left out. */
const written = new WeakMap<EncodedSpan, Map<Sequence, string>>()

/**
 * Spans for those who have messages above a place: what changed below it is left out, and where nothing did `whole` is their encoding too. Nobody
 * finds a hole: a span says itself how far it reaches.
 */
export function spansSeen(spans: readonly EncodedSpan[], above: Sequence, whole: EncodedEvent): EncodedEvent {
  const texts = spans.map((span) => textSeen(span, above))
  return texts.some((text, i) => text !== spans[i]?.encoded.text) ? { text: texts.join(',') } : whole
}

function textSeen(of: EncodedSpan, above: Sequence): string {
  const { span, encoded } = of
  const records = span.records.filter((record) => isSeen(record, above))
  if (records.length === span.records.length) return encoded.text
  // All of the messages up to the highest that is left out are left out, so its place names what is left.
  const highest = Math.max(
    ...span.records.flatMap((record) => (isSeen(record, above) ? [] : record.sequence)),
  )
  const known = written.get(of) ?? new Map<Sequence, string>()
  written.set(of, known)
  const text = known.get(highest) ?? JSON.stringify({ ...span, records })
  known.set(highest, text)
  return text
}
