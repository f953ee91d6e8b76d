import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ignoring = {
  further: 'Ignorer…',
  ignore: 'Ignorer',
  heed: 'Ne plus ignorer',
  title: (name) => `Ignorer ${name} ?`,
  means: (name) =>
    `Ce que ${name} écrit dans ce salon est replié sur tous tes appareils, ne compte pas comme nouveau et ne te prévient de rien. Personne ne l’apprend, pas même ${name}.`,
  heedTitle: (name) => `Ne plus ignorer ${name} ?`,
  heedMeans: (name) => `Tu revois ce que ${name} écrit, et ce qui est venu entre-temps.`,
  line: (count) =>
    plural(count, {
      one: '# message de quelqu’un que tu ignores',
      other: '# messages de quelqu’un que tu ignores',
    }),
  show: 'Afficher',
  list: 'Ignorés ici',
  failed: 'Cela n’a pas marché. Vérifie ta connexion, puis réessaie.',
} satisfies MoreWords['ignoring']
