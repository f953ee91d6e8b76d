import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ways = {
  who: 'Quién puede entrar',
  ways: {
    open: 'Cualquiera que tenga el código',
    password: 'Quien sepa una contraseña',
    knock: 'A quien se deje entrar',
    closed: 'Nadie nuevo',
  },
  waysMean: {
    open: 'Basta el enlace o el código.',
    password: 'Solo se le pide a quien es nuevo; a los miembros, nunca.',
    knock: 'Quien es nuevo espera a que abra alguien que cuida la sala.',
    closed: 'Los miembros vuelven. Quien fue sacado, no.',
  },
  password: 'Contraseña de la sala',
  passwordHint: 'Al menos 8 caracteres. Nadie podrá consultarla después.',
  passwordUnfit: 'Una contraseña tiene de 8 a 128 caracteres.',
  setPassword: 'Poner la contraseña',
  newPassword: 'Otra contraseña',
  passwordIsSet: 'Ya está. Dísela a quienes deban venir.',
  passwordAsked: 'La sabe quien te dio el código.',
  passwordWrong: 'Esta sala pide una contraseña, y no es esta.',

  creationKey: 'Clave de este servidor',
  creationKeyAsked: 'Aquí crea salas quien tiene una clave de los responsables de este servidor.',
  creationKeyWrong: 'Esta no es una clave de este servidor. La dan sus responsables.',

  knockTitle: 'Alguien tiene que dejarte entrar',
  knockMeans: (name) => `Quienes cuidan esta sala verán que ${name} pide entrar, y abrirán cuando puedan.`,
  askIn: 'Pedir que me dejen entrar',
  anotherName: 'Usar otro nombre',
  waitTitle: 'Ya está pedido',
  waitMeans: (name) =>
    `${name} espera en la puerta. Deja esta página abierta: en cuanto alguien abra, estarás dentro.`,
  withdraw: 'No esperar más',
  overTitle: 'Nadie ha abierto todavía',
  overMeans: 'Quizá no haya nadie. Vuelve a pedirlo, o pregunta a quien te dio el código.',
  askAgain: 'Pedirlo otra vez',

  knocking: 'Quién pide entrar',
  asksIn: (name) => `${name} pide entrar`,
  moreAsk: (count) => plural(count, { one: '# más lo pide', other: '# más lo piden' }),
  letIn: 'Dejar entrar',
  notNow: 'Ahora no',
  notNowAll: 'Ahora a nadie',

  guard: 'Proteger la sala una hora',
  guardMeans: 'Contra una invasión: quien es nuevo llama y ves quién viene. Termina solo.',
  guardedUntil: (time) => `Protegida hasta las ${time}: quien es nuevo llama.`,
  cleanUp: 'Limpiar…',
  cleanUpSince: 'Quién ha venido desde entonces',
  cleanUpMeans:
    'Todos los que han venido desde entonces salen de una vez y no vuelven. Quienes cuidan la sala se quedan, y puedes deshacerlo.',
  minutesAgo: (count) => plural(count, { one: 'hace # minuto', other: 'hace # minutos' }),
  cleanUpMessages: 'Borrar también lo que escribieron',
  cleanUpNow: 'Sacarlos',
  cleanedUp: 'Ya están fuera.',
  undo: 'Deshacer',
  undone: 'Pueden volver.',

  changeCode: 'Dar otro código a la sala',
  changeCodeMeans:
    'El código y los enlaces que lo llevan dejan de servir. Quien está en la sala se queda y la encuentra como antes.',
  changeCodeNow: 'Otro código',

  capacity: 'Miembros como máximo',
  capacityMeans: 'Quien llega después sabe que la sala está llena. Los miembros siempre vuelven.',
  noCapacity: 'Sin límite',

  slow: 'Modo lento',
  slowMeans: 'Un miembro espera este tiempo entre dos mensajes. Quienes cuidan la sala no esperan.',
  slowOff: 'Desactivado',
  slowHere: (time: string) => `Modo lento: ${time} entre dos mensajes.`,
  slowAgain: (time: string) => `Podrás volver a escribir en ${time}.`,
  slowSends: (time: string) => `Tu mensaje saldrá solo en ${time}.`,

  newcomers: 'Los nuevos leen',
  newcomersMeans: 'De lo dicho antes de llegar. Quien ya está conserva lo que tiene.',
  newcomersAll: 'Todo',
  newcomersNothing: 'Lo que se diga desde entonces',
  newcomersLast: (count) => plural(count, { one: 'El último mensaje', other: 'Los últimos # mensajes' }),
  kept: 'Los mensajes se guardan',
  keptMeans: 'Los más antiguos se borran para todos, con sus archivos y todo lo que los acompaña.',
  forEver: 'Para siempre',
  keptShorter: (time) =>
    `Todo lo que tenga más de ${time} se borra en dos minutos, también lo ya dicho. Nadie puede recuperarlo.`,
  keepFor: (time) => `Guardar ${time}`,
} satisfies MoreWords['ways']
