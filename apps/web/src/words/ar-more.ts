import { account } from './ar/account.ts'
import { announcer } from './ar/announcer.ts'
import { attention } from './ar/attention.ts'
import { completion } from './ar/completion.ts'
import { connection } from './ar/connection.ts'
import { contract } from './ar/contract.ts'
import { deeds } from './ar/deeds.ts'
import { devices } from './ar/devices.ts'
import { emoji } from './ar/emoji.ts'
import { exporting } from './ar/exporting.ts'
import { files } from './ar/files.ts'
import { ignoring } from './ar/ignoring.ts'
import { install } from './ar/install.ts'
import { lobby } from './ar/lobby-more.ts'
import { longPaste } from './ar/long-paste.ts'
import { markdown } from './ar/markdown-more.ts'
import { messages } from './ar/messages.ts'
import { note } from './ar/note.ts'
import { ownership } from './ar/ownership.ts'
import { people } from './ar/people-more.ts'
import { reading } from './ar/reading.ts'
import { report } from './ar/report.ts'
import { room } from './ar/room-more.ts'
import { search } from './ar/search.ts'
import { sendingFiles } from './ar/sending-files.ts'
import { share } from './ar/share.ts'
import { shortcuts } from './ar/shortcuts.ts'
import { ways } from './ar/ways-more.ts'
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
