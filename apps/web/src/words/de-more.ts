import { account } from './de/account.ts'
import { announcer } from './de/announcer.ts'
import { attention } from './de/attention.ts'
import { completion } from './de/completion.ts'
import { connection } from './de/connection.ts'
import { contract } from './de/contract.ts'
import { deeds } from './de/deeds.ts'
import { devices } from './de/devices.ts'
import { emoji } from './de/emoji.ts'
import { exporting } from './de/exporting.ts'
import { files } from './de/files.ts'
import { ignoring } from './de/ignoring.ts'
import { install } from './de/install.ts'
import { lobby } from './de/lobby-more.ts'
import { longPaste } from './de/long-paste.ts'
import { markdown } from './de/markdown-more.ts'
import { messages } from './de/messages.ts'
import { note } from './de/note.ts'
import { ownership } from './de/ownership.ts'
import { people } from './de/people-more.ts'
import { reading } from './de/reading.ts'
import { report } from './de/report.ts'
import { room } from './de/room-more.ts'
import { search } from './de/search.ts'
import { sendingFiles } from './de/sending-files.ts'
import { share } from './de/share.ts'
import { shortcuts } from './de/shortcuts.ts'
import { ways } from './de/ways-more.ts'
import type { MoreWords } from './en-more.ts'

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
