import { expect, test } from 'vitest'
import { judge } from '../history.ts'
import type { Person } from './person.ts'
import { World } from './world.ts'

async function twoPeople(seed: number) {
  const world = new World({ seed })
  const [ana, bo] = (await world.join('Ana', 'Bo')) as [Person, Person]
  return { world, ana, bo }
}

test('[D6] a member who drops and returns sees each message once, in order', async () => {
  const { world, ana, bo } = await twoPeople(7)
  ana.cut()
  bo.post('one', 'two')
  await world.run(5_000)
  expect(ana.timeline()).toEqual([])
  ana.mend()
  await world.settle()
  expect(ana.timeline()).toEqual(['one', 'two'])
  expect(judge(world.history())).toEqual([])
})

test('[D7] three messages written offline, the tab closed and opened again: all there, once each, in order', async () => {
  const { world, ana, bo } = await twoPeople(8)
  ana.cut()
  ana.post('one', 'two', 'three')
  await world.run(1_000)
  expect(ana.timeline()).toEqual(['one', 'two', 'three'])
  ana.reload()
  await world.run(1_000)
  expect(ana.timeline()).toEqual(['one', 'two', 'three'])
  expect(bo.timeline()).toEqual([])
  ana.mend()
  await world.settle()
  expect(bo.timeline()).toEqual(['one', 'two', 'three'])
  expect(judge(world.history())).toEqual([])
})

test('[D5] a laptop asleep over 2,000 messages reads all of them, without a hole or a double', async () => {
  const { world, ana, bo } = await twoPeople(9)
  const chidi = world.arrive('Chidi', ana.code)
  await world.run(5_000)
  ana.cut({ silently: true })
  for (let i = 1; i <= 1_000; i++) {
    bo.post(`bo ${i}`)
    chidi.post(`chidi ${i}`)
    if (i % 50 === 0) await world.run(10_000)
  }
  await world.run(120_000)
  expect(ana.timeline()).toEqual([])
  ana.mend()
  await world.settle()
  expect(ana.timeline()).toHaveLength(2_000)
  expect(judge(world.history())).toEqual([])
}, 60_000)

test('[D3] the store answers nothing although it wrote: the message is there once', async () => {
  const { world, ana, bo } = await twoPeople(10)
  world.faults.unknown = 1
  ana.post('only once')
  await world.run(200)
  expect(bo.timeline()).toEqual([])
  await world.settle()
  expect(bo.timeline()).toEqual(['only once'])
  expect(judge(world.history())).toEqual([])
})
