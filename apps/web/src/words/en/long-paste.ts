export const longPaste = {
  ask: 'A long text. Send it as a file instead?',
  asFile: 'Send as a file',
  keep: 'Keep it here',
  fileName: 'text.txt',
}
