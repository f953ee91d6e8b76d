import { expect, onTestFinished, test } from 'vitest'
import { setSpeech } from '../words/locale.svelte.ts'
import { type Day, dayInSentence, dayLabel, dayOf, untilMidnightMs } from './day.ts'

const HOUR_MS = 60 * 60 * 1000

test.each([
  ['2026-11-22', 'Today'],
  ['2026-11-21', 'Yesterday'],
  ['2026-11-20', 'Friday 20 November'],
  ['2026-11-16', 'Monday 16 November'],
  ['2026-11-15', '15 November 2026'],
  ['2025-11-22', '22 November 2025'],
  ['2026-11-23', '23 November 2026'],
])('seen from 22 November, %s reads %s', (day, label) => {
  expect(dayLabel(day as Day, '2026-11-22' as Day)).toBe(label)
})

test.each([
  ['2026-11-21', 'yesterday'],
  ['2026-11-16', 'on Monday 16 November'],
])('seen from 22 November, something was written on %s: %s', (day, words) => {
  expect(dayInSentence(day as Day, '2026-11-22' as Day)).toBe(words)
})

test('a date is written as the viewer writes dates', () => {
  setSpeech({ language: 'de', locale: 'de' })
  onTestFinished(() => setSpeech({ language: 'en', locale: 'en-GB' }))
  expect(dayLabel('2026-03-01' as Day, '2026-11-22' as Day)).toBe('1. März 2026')
  expect(dayLabel('2026-11-21' as Day, '2026-11-22' as Day)).toBe('Gestern')
})

test('yesterday is yesterday across the end of summer time', () => {
  expect(dayLabel('2026-10-24' as Day, '2026-10-25' as Day)).toBe('Yesterday')
})

test('one moment falls on different days in different places', () => {
  const at = Date.parse('2026-11-22T23:30:00Z')

  expect(dayOf(at, 'UTC')).toBe('2026-11-22')
  expect(dayOf(at, 'Asia/Tokyo')).toBe('2026-11-23')
  expect(dayOf(at, 'America/New_York')).toBe('2026-11-22')
})

test.each([
  ['an hour before midnight', '2026-11-22T23:00:00Z', 'UTC', HOUR_MS],
  ['at midnight', '2026-11-22T00:00:00Z', 'UTC', 24 * HOUR_MS],
  ['on the day of 25 hours', '2026-10-24T22:00:00Z', 'Europe/Berlin', 25 * HOUR_MS],
  ['on the day of 23 hours', '2026-03-28T23:00:00Z', 'Europe/Berlin', 23 * HOUR_MS],
])('the day changes in time, %s', (_when, now, timeZone, expected) => {
  expect(untilMidnightMs(Date.parse(now), timeZone)).toBe(expected)
})
