import type { MoreWords } from '../en-more.ts'

export const report = {
  message: 'Denunciar…',
  messageTitle: 'Denunciar este mensaje',
  person: 'Denunciar al servidor…',
  personTitle: (name) => `Denunciar a ${name}`,
  messageMeans: (name) =>
    `Quien administra este servidor recibe una copia de este mensaje y de algunos alrededor, con tu nombre y esta sala. La conserva tres meses como mucho, aunque aquí se borre. Ni ${name} ni los demás se enteran.`,
  personMeans: (name) =>
    `Quien administra este servidor recibe una copia de lo último que ${name} escribió aquí, con tu nombre y esta sala. La conserva tres meses como mucho, aunque aquí se borre. Ni ${name} ni los demás se enteran.`,
  reason: '¿Qué pasa?',
  reasons: {
    harassment: 'Insulta o acosa a alguien',
    threat: 'Amenaza a alguien',
    sexual: 'Es sexual donde no procede',
    spam: 'Es publicidad o spam',
    illegal: 'Es contrario a la ley',
    other: 'Otra cosa',
  },
  note: '¿Qué más conviene saber? (opcional)',
  send: 'Denunciar',
  done: 'Denunciado. Quien administra este servidor ya puede verlo.',
  gone: 'Ya no hay nada que denunciar: se borró, o no estás en esta sala.',
  full: 'Esperan tantas denuncias como caben. Inténtalo más tarde.',
  tooMany: 'Eran muchas a la vez. Inténtalo en unos minutos.',
  noAnswer: 'El servidor no respondió. Inténtalo de nuevo.',
} satisfies MoreWords['report']
