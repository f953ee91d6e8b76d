import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const contract = {
  reads: 'Quien entra lee lo que se ha dicho.',
  readsNothing: 'Quien entra solo lee lo que se dice desde entonces.',
  readsLast: (count) =>
    plural(count, {
      one: 'Quien entra lee el último mensaje de antes.',
      other: 'Quien entra lee los últimos # mensajes de antes.',
    }),
  kept: (time) => `Se guarda ${time}.`,
  keptForEver: 'Se guarda para siempre.',
  ledBy: (names) => `Cuidan de la sala: ${names}.`,
  others: (count) => plural(count, { one: '# persona más', other: '# más' }),
  entry: {
    open: 'Basta el código para entrar.',
    password: 'Para entrar hace falta una contraseña.',
    knock: 'Alguien de dentro te deja entrar.',
    closed: 'Ahora no entra nadie nuevo.',
  },
  whoPosts: {
    everybody: 'Escriben todos.',
    moderators: 'Solo escriben quienes cuidan de la sala.',
  },
  whoExports: {
    owner: 'Solo quien posee la sala puede llevarse lo dicho.',
    moderators: 'Quienes cuidan de la sala pueden llevarse lo dicho.',
    members: 'Todos aquí pueden llevarse lo que leen.',
  },
  changed: 'Las condiciones de esta sala son nuevas.',
  understood: 'Entendido',
} satisfies MoreWords['contract']
