/** Taking away what was said in a room. */
export const exporting = {
  title: 'Take away what was said',
  means: 'Everything said in this room, as one file. What was deleted is not in it.',
  who: 'Who may take away what was said',
  whoMeans: 'As a file, and no more than they may read here. It holds at once.',
  whos: { owner: 'The owner', moderators: 'Owner and moderators', members: 'All members' },
  formats: {
    html: 'A page, with its pictures',
    markdown: 'Markdown, without pictures',
    'json-lines': 'JSON lines, for programs',
  },
  start: 'Export',
  again: 'Export again',
  coming: 'Leave this open until it is saved.',
  waiting: 'The line is gone. It goes on by itself.',
  stop: 'Stop',
  saved: 'Saved:',
  forbidden: 'You may not take this room away, or not any more.',
  gone: 'The server was put back to an earlier state. Begin again.',
  failed: 'That did not work. Try again later.',
}
