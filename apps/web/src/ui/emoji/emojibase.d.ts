// Trimmed by build/emoji-plugin.ts.
declare module 'emojibase-data/*?rows' {
  const rows: import('./rows.ts').EmojiRows
  export default rows
}
