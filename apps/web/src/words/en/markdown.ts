export const markdown = {
  code: 'Code',
  codeIn: (language: string) => `Code, ${language}`,
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not copied',
  /** Heard before the words of a task. */
  done: 'Done:',
  notDone: 'Not done:',
}
