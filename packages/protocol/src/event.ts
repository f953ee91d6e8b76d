import type { Static } from 'typebox'
import { Attention } from './events/attention.ts'
import { Done } from './events/done.ts'
import { Edits } from './events/edits.ts'
import { Entered } from './events/entered.ts'
import { FileLinks } from './events/file-links.ts'
import { Heartbeat } from './events/heartbeat.ts'
import { Knocks } from './events/knocks.ts'
import { PageReply } from './events/page-reply.ts'
import { Place } from './events/place.ts'
import { Presence } from './events/presence.ts'
import { Reactors } from './events/reactors.ts'
import { Read } from './events/read.ts'
import { RecordsReply } from './events/records.ts'
import { PostRefusal, Refusal } from './events/refusal.ts'
import { Reset } from './events/reset.ts'
import { SearchResults } from './events/search-results.ts'
import { Span } from './events/span.ts'
import { Summaries } from './events/summaries.ts'
import { Typing } from './events/typing.ts'
import { Welcome } from './events/welcome.ts'

/** Every event and reply by its `type`. A server frame is an array of them, in order. */
export const EVENTS = {
  welcome: Welcome,
  entered: Entered,
  span: Span,
  reset: Reset,
  presence: Presence,
  typing: Typing,
  read: Read,
  heartbeat: Heartbeat,
  page: PageReply,
  place: Place,
  'file-links': FileLinks,
  records: RecordsReply,
  edits: Edits,
  reactors: Reactors,
  'search-results': SearchResults,
  summaries: Summaries,
  knocks: Knocks,
  attention: Attention,
  done: Done,
  refusal: Refusal,
  'post-refusal': PostRefusal,
}

/** What a server sends: events, and replies, which carry a ref. */
export type ServerEvent = Static<(typeof EVENTS)[keyof typeof EVENTS]>
