import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const devices = {
  title: 'Otro dispositivo',
  carry: 'Llévatelo',
  carryMeans:
    'Escanea esto con el otro dispositivo. O abre Confab allí, elige «Cuenta» y sigue con el código. Tus nombres, tus salas y lo que has leído van contigo.',
  nothingToCarry: 'Aún no hay nada que llevar: entra primero en una sala.',
  goodUntil: (time) => `Vale una vez, hasta las ${time}. No se lo enseñes a nadie: quien lo use serás tú.`,
  qrLabel: 'Código QR que abre esto en otro dispositivo',
  over: 'El código ya no vale.',
  another: 'Otro código',
  tryAgain: 'Probar otra vez',
  take: 'Seguir aquí',
  takeMeans:
    'Donde ya estás en tus salas, elige «Cuenta» y llévalo a otro dispositivo. Muestra un código: escríbelo aquí.',
  arrived: 'Vienes de otro dispositivo. Sigue aquí siendo la misma persona, en las mismas salas.',
  orTake: 'O seguir aquí lo que empezaste en otro sitio',
  code: 'Código del otro dispositivo',
  youAre: (names, rooms) => `Eres ${names}, en ${rooms}.`,
  inRooms: (count) => plural(count, { one: '# sala', other: '# salas' }),
  takeNow: 'Seguir aquí',
  leaves: (rooms) =>
    plural(rooms, {
      one: 'Este navegador ya es alguien en # sala. La deja para siempre, y lo que no se envió se pierde.',
      other:
        'Este navegador ya es alguien en # salas. Las deja para siempre, y lo que no se envió se pierde.',
    }),
  leaveAndTake: 'Dejarlas y seguir aquí',
  notACode: 'Un código tiene diez letras y cifras.',
  notGood: 'Este código ya no vale, o nunca valió. Haz otro en el otro dispositivo.',
  tooMany: 'Han sido muchos intentos. Espera un minuto.',
  noAnswer: 'El servidor no responde. Prueba otra vez en un momento.',
  keepsNothing: 'Este navegador no guarda nada, así que no puedes seguir en él.',
} satisfies MoreWords['devices']
