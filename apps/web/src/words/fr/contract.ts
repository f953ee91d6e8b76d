import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const contract = {
  reads: 'Qui entre lit ce qui a été dit.',
  readsNothing: 'Qui entre ne lit que ce qui se dit ensuite.',
  readsLast: (count) =>
    plural(count, {
      one: 'Qui entre lit le dernier message d’avant.',
      other: 'Qui entre lit les # derniers messages d’avant.',
    }),
  kept: (time) => `C’est conservé ${time}.`,
  keptForEver: 'C’est conservé pour toujours.',
  ledBy: (names) => `S’en occupent : ${names}.`,
  others: (count) => plural(count, { one: '# autre personne', other: '# autres' }),
  entry: {
    open: 'Le code suffit pour entrer.',
    password: 'Pour entrer, il faut un mot de passe.',
    knock: 'Quelqu’un à l’intérieur te fait entrer.',
    closed: 'Personne de nouveau n’entre pour l’instant.',
  },
  whoPosts: {
    everybody: 'Tout le monde écrit.',
    moderators: 'Seuls ceux qui s’occupent du salon écrivent.',
  },
  whoExports: {
    owner: 'Seul son propriétaire peut emporter ce qui a été dit.',
    moderators: 'Ceux qui s’occupent du salon peuvent emporter ce qui a été dit.',
    members: 'Chacun ici peut emporter ce qu’il lit.',
  },
  changed: 'Les règles de ce salon ont changé.',
  understood: 'Compris',
} satisfies MoreWords['contract']
