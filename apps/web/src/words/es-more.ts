import type { MoreWords } from './en-more.ts'
import { account } from './es/account.ts'
import { announcer } from './es/announcer.ts'
import { attention } from './es/attention.ts'
import { completion } from './es/completion.ts'
import { connection } from './es/connection.ts'
import { contract } from './es/contract.ts'
import { deeds } from './es/deeds.ts'
import { devices } from './es/devices.ts'
import { emoji } from './es/emoji.ts'
import { exporting } from './es/exporting.ts'
import { files } from './es/files.ts'
import { ignoring } from './es/ignoring.ts'
import { install } from './es/install.ts'
import { lobby } from './es/lobby-more.ts'
import { longPaste } from './es/long-paste.ts'
import { markdown } from './es/markdown-more.ts'
import { messages } from './es/messages.ts'
import { note } from './es/note.ts'
import { ownership } from './es/ownership.ts'
import { people } from './es/people-more.ts'
import { reading } from './es/reading.ts'
import { report } from './es/report.ts'
import { room } from './es/room-more.ts'
import { search } from './es/search.ts'
import { sendingFiles } from './es/sending-files.ts'
import { share } from './es/share.ts'
import { shortcuts } from './es/shortcuts.ts'
import { ways } from './es/ways-more.ts'

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
