import type { Static } from 'typebox'
import { Alive } from './commands/alive.ts'
import { AnswerKnock } from './commands/answer-knock.ts'
import { AskIn } from './commands/ask-in.ts'
import { BanMember } from './commands/ban-member.ts'
import { ChangeCode } from './commands/change-code.ts'
import { ChangeRoom } from './commands/change-room.ts'
import { ChangeSettings } from './commands/change-settings.ts'
import { ClaimRoom } from './commands/claim-room.ts'
import { CleanUp } from './commands/clean-up.ts'
import { CreateRoom } from './commands/create-room.ts'
import { DeleteMessage } from './commands/delete-message.ts'
import { EditMessage } from './commands/edit-message.ts'
import { EraseMessages } from './commands/erase-messages.ts'
import { FetchAttention } from './commands/fetch-attention.ts'
import { FetchBanned } from './commands/fetch-banned.ts'
import { FetchEdits } from './commands/fetch-edits.ts'
import { FetchFileLinks } from './commands/fetch-file-links.ts'
import { FetchKnocks } from './commands/fetch-knocks.ts'
import { FetchPage } from './commands/fetch-page.ts'
import { FetchPlace } from './commands/fetch-place.ts'
import { FetchReactors } from './commands/fetch-reactors.ts'
import { FetchRecords } from './commands/fetch-records.ts'
import { FetchSummaries } from './commands/fetch-summaries.ts'
import { HandOver } from './commands/hand-over.ts'
import { Hello } from './commands/hello.ts'
import { JoinRoom } from './commands/join-room.ts'
import { LeaveRoom } from './commands/leave-room.ts'
import { MarkRead } from './commands/mark-read.ts'
import { MuteMember } from './commands/mute-member.ts'
import { PinMessage } from './commands/pin-message.ts'
import { PostMessage } from './commands/post-message.ts'
import { Probe } from './commands/probe.ts'
import { React } from './commands/react.ts'
import { RemoveMember } from './commands/remove-member.ts'
import { RestoreMessages } from './commands/restore-messages.ts'
import { ResumeRoom } from './commands/resume-room.ts'
import { RevokeToken } from './commands/revoke-token.ts'
import { Search } from './commands/search.ts'
import { SetIgnored } from './commands/set-ignored.ts'
import { SetLevel } from './commands/set-level.ts'
import { SetOwnerCode } from './commands/set-owner-code.ts'
import { SetQuiet } from './commands/set-quiet.ts'
import { SetRole } from './commands/set-role.ts'
import { SetTyping } from './commands/set-typing.ts'
import { SubscribePush } from './commands/subscribe-push.ts'
import { UnsubscribePush } from './commands/unsubscribe-push.ts'
import { WithdrawKnock } from './commands/withdraw-knock.ts'

/** Every command by its `type`. A client frame is exactly one of them. */
export const COMMANDS = {
  hello: Hello,
  'create-room': CreateRoom,
  'join-room': JoinRoom,
  'ask-in': AskIn,
  'withdraw-knock': WithdrawKnock,
  'resume-room': ResumeRoom,
  'leave-room': LeaveRoom,
  'change-room': ChangeRoom,
  'change-code': ChangeCode,
  'change-settings': ChangeSettings,
  'set-role': SetRole,
  'hand-over': HandOver,
  'set-owner-code': SetOwnerCode,
  'claim-room': ClaimRoom,
  'remove-member': RemoveMember,
  'ban-member': BanMember,
  'mute-member': MuteMember,
  'fetch-knocks': FetchKnocks,
  'answer-knock': AnswerKnock,
  'clean-up': CleanUp,
  'erase-messages': EraseMessages,
  'restore-messages': RestoreMessages,
  'post-message': PostMessage,
  'edit-message': EditMessage,
  'delete-message': DeleteMessage,
  react: React,
  'pin-message': PinMessage,
  'fetch-page': FetchPage,
  'fetch-place': FetchPlace,
  'fetch-file-links': FetchFileLinks,
  'fetch-records': FetchRecords,
  'fetch-edits': FetchEdits,
  'fetch-reactors': FetchReactors,
  'fetch-banned': FetchBanned,
  'fetch-summaries': FetchSummaries,
  search: Search,
  'set-typing': SetTyping,
  'mark-read': MarkRead,
  'fetch-attention': FetchAttention,
  'set-level': SetLevel,
  'set-ignored': SetIgnored,
  'set-quiet': SetQuiet,
  'subscribe-push': SubscribePush,
  'unsubscribe-push': UnsubscribePush,
  'revoke-token': RevokeToken,
  alive: Alive,
  probe: Probe,
}

/** What a client sends. */
export type Command = Static<(typeof COMMANDS)[keyof typeof COMMANDS]>
