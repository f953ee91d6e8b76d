import type { MoreWords } from '../en-more.ts'

export const report = {
  message: 'Melden …',
  messageTitle: 'Diese Nachricht melden',
  person: 'Beim Server melden …',
  personTitle: (name) => `${name} melden`,
  messageMeans: (name) =>
    `Wer diesen Server betreibt, bekommt eine Kopie dieser Nachricht und einiger davor und danach, mit deinem Namen und diesem Raum. Die Kopie bleibt dort höchstens drei Monate, auch wenn hier gelöscht wird. ${name} und die anderen hier erfahren nichts davon.`,
  personMeans: (name) =>
    `Wer diesen Server betreibt, bekommt eine Kopie dessen, was ${name} hier zuletzt geschrieben hat, mit deinem Namen und diesem Raum. Die Kopie bleibt dort höchstens drei Monate, auch wenn hier gelöscht wird. ${name} und die anderen hier erfahren nichts davon.`,
  reason: 'Was stimmt nicht?',
  reasons: {
    harassment: 'Jemand wird beleidigt oder belästigt',
    threat: 'Jemand wird bedroht',
    sexual: 'Sexuelles, das hier nicht hergehört',
    spam: 'Werbung oder Spam',
    illegal: 'Es verstößt gegen das Gesetz',
    other: 'Etwas anderes',
  },
  note: 'Was sollte man noch wissen? (optional)',
  send: 'Melden',
  done: 'Gemeldet. Wer diesen Server betreibt, kann es jetzt sehen.',
  gone: 'Hier gibt es nichts mehr zu melden: Es wurde gelöscht, oder du bist nicht in diesem Raum.',
  full: 'Es warten so viele Meldungen, wie Platz haben. Versuch es später noch einmal.',
  tooMany: 'Das waren viele auf einmal. Versuch es in einigen Minuten noch einmal.',
  noAnswer: 'Der Server hat nicht geantwortet. Versuch es noch einmal.',
} satisfies MoreWords['report']
