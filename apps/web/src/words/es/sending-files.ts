import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const sendingFiles = {
  attach: 'Adjuntar archivos',
  off: 'Este servidor no acepta archivos',
  drop: 'Suelta los archivos para añadirlos',
  list: 'Archivos por enviar',
  remove: (name) => `Quitar ${name}`,
  added: (count) => plural(count, { one: '# archivo añadido', other: '# archivos añadidos' }),
  notKept: 'En este navegador no queda espacio: se perderán si cierras esta página antes de que se envíen.',

  tooLarge: (name, size) => `${name} es demasiado grande. El límite es de ${size}.`,
  empty: (name) => `${name} está vacío.`,
  tooMany: (count) =>
    plural(count, {
      one: 'En un mensaje cabe # archivo.',
      other: 'En un mensaje caben # archivos.',
    }),
  folder: (name) => `${name} es una carpeta. Comprímela antes en un solo archivo.`,

  waiting: 'En espera',
  progressOf: (name) => `Enviando ${name}`,
  cancel: (name) => `No enviar ${name}`,
  sending: (count) =>
    plural(count, {
      one: 'Enviando # archivo',
      other: 'Enviando # archivos',
    }),
  sent: (count) => plural(count, { one: '# archivo enviado', other: '# archivos enviados' }),
  notTaken: (name) => `${name} no se ha enviado`,
  refused: {
    forbidden: 'No puedes enviar archivos aquí.',
    gone: 'El envío tardó demasiado.',
    'too-large': 'Demasiado grande para este servidor.',
    'type-refused': 'Aquí no se acepta este tipo de archivo.',
    unreadable: 'Esta imagen no se puede leer.',
    'too-many-pixels': 'Esta imagen tiene demasiados píxeles.',
    'uploads-off': 'Este servidor no acepta archivos.',
    'your-space-full': 'Tu espacio para archivos está lleno.',
    'room-space-full': 'El espacio de esta sala para archivos está lleno.',
    'server-space-full': 'El espacio de este servidor para archivos está lleno.',
    'unreadable-here': 'Este navegador ya no lo tiene. Añádelo otra vez.',
    other: 'El servidor no lo ha aceptado.',
  },
} satisfies MoreWords['sendingFiles']
