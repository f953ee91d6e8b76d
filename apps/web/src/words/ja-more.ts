import type { MoreWords } from './en-more.ts'
import { account } from './ja/account.ts'
import { announcer } from './ja/announcer.ts'
import { attention } from './ja/attention.ts'
import { completion } from './ja/completion.ts'
import { connection } from './ja/connection.ts'
import { contract } from './ja/contract.ts'
import { deeds } from './ja/deeds.ts'
import { devices } from './ja/devices.ts'
import { emoji } from './ja/emoji.ts'
import { exporting } from './ja/exporting.ts'
import { files } from './ja/files.ts'
import { ignoring } from './ja/ignoring.ts'
import { install } from './ja/install.ts'
import { lobby } from './ja/lobby-more.ts'
import { longPaste } from './ja/long-paste.ts'
import { markdown } from './ja/markdown-more.ts'
import { messages } from './ja/messages.ts'
import { note } from './ja/note.ts'
import { ownership } from './ja/ownership.ts'
import { people } from './ja/people-more.ts'
import { reading } from './ja/reading.ts'
import { report } from './ja/report.ts'
import { room } from './ja/room-more.ts'
import { search } from './ja/search.ts'
import { sendingFiles } from './ja/sending-files.ts'
import { share } from './ja/share.ts'
import { shortcuts } from './ja/shortcuts.ts'
import { ways } from './ja/ways-more.ts'

export const words = {
  messages,
  account,
  announcer,
  attention,
  completion,
  connection,
  contract,
  deeds,
  devices,
  emoji,
  exporting,
  ignoring,
  ownership,
  files,
  install,
  lobby,
  longPaste,
  markdown,
  note,
  people,
  reading,
  report,
  room,
  search,
  sendingFiles,
  share,
  shortcuts,
  ways,
} satisfies MoreWords
