import type { Isolated } from '../isolate.ts'

/** Telling whoever runs the server of a message, or of somebody. */
export const report = {
  message: 'Report…',
  messageTitle: 'Report this message',
  person: 'Report to the server…',
  personTitle: (name: Isolated) => `Report ${name}`,
  messageMeans: (name: Isolated) =>
    `Whoever runs this server gets a copy of this message and of some around it, with your name and this room. They keep it for three months at most, even if it is deleted here. ${name} and the others here are not told.`,
  personMeans: (name: Isolated) =>
    `Whoever runs this server gets a copy of what ${name} wrote here last, with your name and this room. They keep it for three months at most, even if it is deleted here. ${name} and the others here are not told.`,
  reason: 'What is wrong?',
  reasons: {
    harassment: 'It insults or harasses somebody',
    threat: 'It threatens somebody',
    sexual: 'It is sexual where that has no place',
    spam: 'It is advertising or spam',
    illegal: 'It is against the law',
    other: 'Something else',
  },
  note: 'What else should they know? (optional)',
  send: 'Report',
  done: 'Reported. Whoever runs this server can see it now.',
  gone: 'There is nothing to report any more: it was deleted, or you are not in this room.',
  full: 'As many reports are waiting as there is room for. Try again later.',
  tooMany: 'That was a lot at once. Try again in a few minutes.',
  noAnswer: 'The server did not answer. Try again.',
}
