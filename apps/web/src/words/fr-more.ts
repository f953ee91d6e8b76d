import type { MoreWords } from './en-more.ts'
import { account } from './fr/account.ts'
import { announcer } from './fr/announcer.ts'
import { attention } from './fr/attention.ts'
import { completion } from './fr/completion.ts'
import { connection } from './fr/connection.ts'
import { contract } from './fr/contract.ts'
import { deeds } from './fr/deeds.ts'
import { devices } from './fr/devices.ts'
import { emoji } from './fr/emoji.ts'
import { exporting } from './fr/exporting.ts'
import { files } from './fr/files.ts'
import { ignoring } from './fr/ignoring.ts'
import { install } from './fr/install.ts'
import { lobby } from './fr/lobby-more.ts'
import { longPaste } from './fr/long-paste.ts'
import { markdown } from './fr/markdown-more.ts'
import { messages } from './fr/messages.ts'
import { note } from './fr/note.ts'
import { ownership } from './fr/ownership.ts'
import { people } from './fr/people-more.ts'
import { reading } from './fr/reading.ts'
import { report } from './fr/report.ts'
import { room } from './fr/room-more.ts'
import { search } from './fr/search.ts'
import { sendingFiles } from './fr/sending-files.ts'
import { share } from './fr/share.ts'
import { shortcuts } from './fr/shortcuts.ts'
import { ways } from './fr/ways-more.ts'

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
