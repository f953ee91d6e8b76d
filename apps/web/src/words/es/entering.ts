import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const entering = {
  nameMissing: 'Escribe el nombre que verán los demás.',
  nameTooLong: (max) =>
    plural(max, {
      one: 'Un nombre tiene como mucho # carácter. Acórtalo un poco.',
      other: 'Un nombre tiene como mucho # caracteres. Acórtalo un poco.',
    }),
  codeMissing: 'Escribe el código de la sala, o crea una sala propia.',
  codeUnreadable: 'Un código de sala tiene diez letras y cifras. Revísalo, o pega el enlace entero.',
  invalid: 'El servidor no entendió esta página. Vuelve a cargarla y prueba otra vez.',
  forbidden: 'No puedes entrar en esta sala. Pregunta a quien te dio el código.',
  removed: 'Ya no formas parte de esta sala. Con su código puedes volver a entrar.',
  banned: 'Ya no puedes entrar en esta sala.',
  locked: 'Esta sala no admite a nadie por ahora.',
  full: 'Esta sala está llena.',
  notFound: 'No hay ninguna sala con este código. Revísalo, o pide el enlace otra vez.',
  nameUnusable: 'Este nombre no se puede usar. Usa letras de un solo alfabeto y ningún carácter oculto.',
  nameTaken: (name) => `En esta sala alguien se llama ya ${name}, o muy parecido. Elige otro nombre.`,
  failed: 'No ha funcionado. Prueba otra vez.',
  tooManyRooms: 'En esta pestaña no caben más salas. Abre una pestaña nueva y entra allí.',
  rateLimited: (wait) => `Demasiados intentos. Espera ${wait} y prueba otra vez.`,
  busy: 'El servidor no da abasto. Prueba otra vez en un momento.',
  unavailable: 'El servidor no responde. Revisa tu conexión y prueba otra vez.',
  draining: 'El servidor se está reiniciando. Prueba otra vez en un momento.',
  unknown: 'El servidor lo ha rechazado. Vuelve a cargar esta página y prueba otra vez.',
} satisfies Words['entering']
