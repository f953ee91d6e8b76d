import { Crowd, type CrowdSize, pause, type Talk } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import { nextRate, type RampOptions, SKETCHY, type Step, THOROUGH } from '../ramp.ts'
import type { Run } from '../scenario.ts'
import { percentile } from '../statistics.ts'
import { isGeneratorBusy } from './talk-figures.ts'

/** A load is carried while messages are no later than this for one in a hundred, in milliseconds, and none is lost. */
const P99_MS_MAX = 250

/** And while the generator could post this part of what it was to post in that time. */
const POSTED_IN_TIME_MIN = 0.95

/** The best of a climb, and why it did not go on. */
export type Climb = { best: Talk | null; ended: string }

/** Raises the rate until it is too much, and closes in on the most that is carried. */
export async function climb(
  peer: Peer,
  size: CrowdSize,
  first: number,
  run: Run,
  way: Omit<RampOptions, 'first'> = run.isQuick ? SKETCHY : THOROUGH,
): Promise<Climb> {
  const seconds = run.isQuick ? 1 : 3
  const options = { first, ...way }
  const steps: Step[] = []
  let best: Talk | null = null
  let ended = ''
  let crowd: Crowd | null = null
  try {
    for (let rate = nextRate(steps, options); rate !== null; rate = nextRate(steps, options)) {
      if (!crowd) {
        crowd = await Crowd.gather(peer, size)
        await crowd.talk(first, 1)
      }
      const talk = await crowd.talk(rate, seconds)
      const reason = tooMuch(talk, rate)
      steps.push({ rate, isCarried: reason === null })
      run.say(`  ${rate} posts a second: ${reason ?? 'carried'}`)
      if (reason === null) {
        if (!best || postsPerSecond(talk) > postsPerSecond(best)) best = talk
        await pause(200)
      } else {
        ended = reason
        // What is still under way would be heard in the next step.
        await crowd.disperse()
        crowd = null
      }
    }
  } finally {
    await crowd?.disperse()
  }
  return { best, ended }
}

/** How fast was really posted. */
export function postsPerSecond(talk: Talk): number {
  return talk.posts / talk.spokeForSeconds
}

/** Why a load was not carried; null when it was. */
function tooMuch(talk: Talk, rate: number): string | null {
  const busy = isGeneratorBusy(talk) ? ', the load generator at its limit' : ''
  const p99 = percentile(talk.toOthers, 0.99)
  if (talk.deliveries !== talk.due)
    return `${Math.abs(talk.due - talk.deliveries)} of ${talk.due} lost${busy}`
  if (p99 > P99_MS_MAX) return `p99 ${Math.round(p99)} ms${busy}`
  return postsPerSecond(talk) < rate * POSTED_IN_TIME_MIN ? 'the load generator could not post more' : null
}
