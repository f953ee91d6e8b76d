import type { MoreWords } from '../en-more.ts'

export const report = {
  message: 'Signaler…',
  messageTitle: 'Signaler ce message',
  person: 'Signaler au serveur…',
  personTitle: (name) => `Signaler ${name}`,
  messageMeans: (name) =>
    `Qui gère ce serveur reçoit une copie de ce message et de quelques-uns autour, avec ton nom et ce salon. La copie y reste trois mois au plus, même si c’est supprimé ici. ${name} et les autres n’en savent rien.`,
  personMeans: (name) =>
    `Qui gère ce serveur reçoit une copie de ce que ${name} a écrit ici en dernier, avec ton nom et ce salon. La copie y reste trois mois au plus, même si c’est supprimé ici. ${name} et les autres n’en savent rien.`,
  reason: 'Qu’est-ce qui ne va pas ?',
  reasons: {
    harassment: 'Insultes ou harcèlement',
    threat: 'Menaces',
    sexual: 'Contenu sexuel qui n’a pas sa place ici',
    spam: 'Publicité ou spam',
    illegal: 'C’est contraire à la loi',
    other: 'Autre chose',
  },
  note: 'Que faut-il savoir d’autre ? (facultatif)',
  send: 'Signaler',
  done: 'C’est signalé. Qui gère ce serveur peut le voir maintenant.',
  gone: 'Il n’y a plus rien à signaler : c’est supprimé, ou tu n’es pas dans ce salon.',
  full: 'Trop de signalements attendent déjà. Réessaie plus tard.',
  tooMany: 'C’était beaucoup à la fois. Réessaie dans quelques minutes.',
  noAnswer: 'Le serveur n’a pas répondu. Réessaie.',
} satisfies MoreWords['report']
