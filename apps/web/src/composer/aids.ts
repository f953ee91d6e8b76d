// What helps with more than plain words. Loaded when the room is on the screen: nobody needs it to read, nor in the first moment.
export { mentionsAfter, mentionsWith, writtenFrom } from '../room/mention-ranges.ts'
export { completingAt } from './completion/completing.ts'
export { longPasteAt, whereIsPaste } from './long-paste.ts'
export { recalled } from './recall.ts'
export { closingFor, isInFence } from './wraps.ts'
