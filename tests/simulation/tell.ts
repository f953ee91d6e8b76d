// Tells the story of one seed and prints what it breaks: `node simulation/tell.ts 42`, from the folder tests.
import { tellStory } from './story.ts'

const seed = Number(process.argv[2])
if (!Number.isInteger(seed)) throw new Error('Name a seed: node simulation/tell.ts 42')
const breaches = await tellStory(seed)
for (const { rule, what } of breaches) console.log(`[${rule}] ${what}`)
console.log(`seed ${seed}: ${breaches.length === 0 ? 'every promise kept' : `${breaches.length} broken`}`)
process.exitCode = breaches.length === 0 ? 0 : 1
