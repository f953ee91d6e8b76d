import { type Breach, type History, judge } from '../history.ts'
import type { ExchangeSabotage } from './lossy-exchange.ts'
import type { Sabotage } from './memory-disk.ts'
import { CRASH_POINTS, type CrashPoint } from './memory-store.ts'
import type { Person } from './person.ts'
import { World } from './world.ts'

/** What is broken on purpose; nothing, unless the checker itself is tested. */
export type StorySabotage = Sabotage & ExchangeSabotage

/** What happened in many stories together, so that it can be seen that it did. */
export type Tally = {
  stories: number
  posts: number
  acks: number
  removals: number
  returns: number
  /** Wishes about messages that were there, by kind; replies are among the posts. */
  wishes: Record<'edit' | 'delete' | 'react', number>
  crashes: Record<CrashPoint, number>
}

/** A tally of nothing yet. */
export const emptyTally = (): Tally => ({
  stories: 0,
  posts: 0,
  acks: 0,
  removals: 0,
  returns: 0,
  wishes: { edit: 0, delete: 0, react: 0 },
  crashes: { 'before-disk': 0, 'before-answer': 0, 'between-batches': 0 },
})

const NAMES = ['Ana', 'Bo', 'Chidi', 'Dora', 'Emeka']

/** What is done with messages; reacting is easiest. */
const CHANGES = ['edit', 'edit', 'delete', 'react', 'react', 'react', 'pin'] as const

/** Things that happen before the faults end. */
const STEPS = 60

/**
 * Tells the story of one seed: people talk while lines are cut, nodes die and the store fails, as chance has it; then the
 * faults end, all come to rest, and the history is judged.
 */
export async function tellStory(
  seed: number,
  sabotage: StorySabotage = {},
  tally?: Tally,
): Promise<Breach[]> {
  const world = new World({
    seed,
    nodes: 1 + (seed % 3),
    faults: { lost: 0.06, unknown: 0.1, crash: 0.02 },
    exchange: { lost: 0.3, repeated: 0.2, delayMsMax: 300 },
    sabotage,
  })
  const { chance } = world
  const [ana] = await world.join('Ana', 'Bo')
  const code = ana?.code
  if (!code) throw new Error(`seed ${seed}: nobody got in`)
  let posts = 0
  for (let step = 0; step < STEPS; step++) {
    await world.run(chance.below(400))
    happen(world, chance.pick(world.people), {
      post: () => `message ${++posts}`,
      newcomer: () => {
        const name = NAMES[world.people.length]
        if (name) world.arrive(name, code)
      },
    })
  }
  await world.settle()
  const history = world.history()
  const breaches = judge(history)
  if (tally) count(tally, world, history)
  world.close()
  return breaches
}

function count(tally: Tally, { crashes }: World, { people, absences = [] }: History): void {
  tally.stories += 1
  tally.removals += absences.length
  tally.returns += absences.filter(({ before }) => before !== null).length
  for (const { posted, acked, wishes } of people) {
    for (const { kind } of wishes) tally.wishes[kind] += 1
    tally.posts += posted.length
    tally.acks += acked.size
  }
  for (const point of CRASH_POINTS) tally.crashes[point] += crashes[point]
}

/** The owner removes this person; of those who are gone, two in three come back after a while. */
function putOut({ people, chance, clock }: World, person: Person): void {
  const [owner] = people
  if (!owner || person === owner || !owner.isIn) return
  if (person.isRemoved) return
  owner.remove(person)
  if (chance.happens(0.66))
    clock.after(100 + chance.below(10_000), () => person.isRemoved && person.joinAgain())
}

function happen(
  world: World,
  person: Person,
  { post, newcomer }: { post: () => string; newcomer: () => void },
): void {
  const { chance, clock } = world
  const roll = chance.below(100)
  if (!person.isIn || person.hasGone) return
  if (roll < 8) person.change(chance.pick(CHANGES), post(), chance.pick)
  else if (roll < 11) person.reply(post())
  else if (roll < 50) {
    person.post(post())
    if (chance.happens(0.3)) person.post(post(), post())
  } else if (roll < 51) {
    goHome(world, person)
  } else if (roll < 60) {
    person.cut({ silently: chance.happens(0.4) })
    clock.after(100 + chance.below(20_000), () => person.mend())
  } else if (roll < 66) person.reload()
  else if (roll < 72) {
    const node = chance.pick(world.nodes)
    if (chance.happens(0.3)) return node.cutOff(500 + chance.below(30_000))
    if (chance.happens(0.3)) return node.drain()
    // Some take that for a reason to leave, and nobody is there any more to say so.
    if (chance.happens(0.2)) goHome(world, person)
    node.kill()
    clock.after(200 + chance.below(5_000), () => node.start())
  } else if (roll < 75) void person.room.lead({ type: 'change-room', title: `title ${chance.below(1_000)}` })
  else if (roll < 79) void person.room.loadOlder()
  else if (roll < 83) newcomer()
  else if (roll < 85) person.mend()
  else if (roll < 88) putOut(world, person)
  else if (roll < 94) person.read()
  else person.room.setTyping(chance.happens(0.8))
}

/** Somebody stays, so that there is somebody to see who is here. */
function goHome({ chance, people }: World, person: Person): void {
  if (people.filter(({ isIn, hasGone }) => isIn && !hasGone).length > 2)
    person.goHome({ silently: chance.happens(0.3) })
}
