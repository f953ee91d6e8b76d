import { account } from './en/account.ts'
import { announcer } from './en/announcer.ts'
import { attention } from './en/attention.ts'
import { completion } from './en/completion.ts'
import { connection } from './en/connection.ts'
import { contract } from './en/contract.ts'
import { deeds } from './en/deeds.ts'
import { devices } from './en/devices.ts'
import { emoji } from './en/emoji.ts'
import { exporting } from './en/exporting.ts'
import { files } from './en/files.ts'
import { ignoring } from './en/ignoring.ts'
import { install } from './en/install.ts'
import { lobby } from './en/lobby-more.ts'
import { longPaste } from './en/long-paste.ts'
import { markdown } from './en/markdown-more.ts'
import { messages } from './en/messages.ts'
import { note } from './en/note.ts'
import { ownership } from './en/ownership.ts'
import { people } from './en/people-more.ts'
import { reading } from './en/reading.ts'
import { report } from './en/report.ts'
import { room } from './en/room-more.ts'
import { search } from './en/search.ts'
import { sendingFiles } from './en/sending-files.ts'
import { share } from './en/share.ts'
import { shortcuts } from './en/shortcuts.ts'
import { ways } from './en/ways-more.ts'

/** The texts of what is loaded when it is first used; they come with the first of it. */
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
}

export type MoreWords = typeof words
