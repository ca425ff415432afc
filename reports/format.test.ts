import { expect, test } from '@playwright/test'
import {
  formatConfidence,
  formatElapsed,
  formatExact,
  formatInstant,
  formatValue,
  NO_VALUE,
  formatMoment,
  formatZone,
} from './format.ts'

test('milliseconds keep about three digits and turn into seconds, minutes and hours', () => {
  const written = [0, 0.04, 0.4, 4.24, 9.96, 84.4, 999.4, 999.6, 1240, 12_340, 59_960, 200_000, 7_500_000]
  expect(written.map(ms => formatValue(ms, 'ms'))).toEqual([
    '0 ms',
    '0.04 ms',
    '0.4 ms',
    '4.2 ms',
    '10 ms',
    '84 ms',
    '999 ms',
    '1.00 s',
    '1.24 s',
    '12.3 s',
    '1 min 00 s',
    '3 min 20 s',
    '2 h 05 min',
  ])
})

test('bytes are decimal', () => {
  expect([512, 1500, 118e6, 8_334_233_600].map(bytes => formatValue(bytes, 'bytes'))).toEqual([
    '512 B',
    '1.5 kB',
    '118 MB',
    '8.33 GB',
  ])
})

test('a share that is not all never reads 100 %, and one that is not none never 0 %', () => {
  expect([0, 0.0004, 0.00001, 0.123, 0.995, 0.99996, 1].map(ratio => formatValue(ratio, 'ratio'))).toEqual([
    '0 %',
    '0.04 %',
    '0.001 %',
    '12.3 %',
    '99.5 %',
    '99.996 %',
    '100 %',
  ])
  expect(formatValue(0.99999999, 'ratio')).toBe('>99.9999 %')
  expect(formatValue(0.00000001, 'ratio')).toBe('<0.0001 %')
})

test('rates, counts and scores', () => {
  expect(formatValue(1240.4, 'per-second')).toBe('1,240 /s')
  expect(formatValue(4.8, 'per-second')).toBe('4.8 /s')
  expect(formatValue(46_820, 'count')).toBe('46,820')
  expect(formatValue(0.93, 'score')).toBe('0.93')
  expect(formatValue(0.041, 'score')).toBe('0.041')
  expect([5, 9.638, 12.04].map(times => formatValue(times, 'times'))).toEqual(['5x', '9.64x', '12x'])
})

test('what is absent, infinite or negative', () => {
  expect(formatValue(undefined, 'ms')).toBe(NO_VALUE)
  expect(formatValue(Infinity, 'ms')).toBe(NO_VALUE)
  expect(formatValue(-0.8, 'ms')).toBe('-0.8 ms')
})

test('a limit has no zeros at its end', () => {
  expect([2000, 1500, 200, 10].map(limit => formatExact(limit, 'ms'))).toEqual([
    '2 s',
    '1.5 s',
    '200 ms',
    '10 ms',
  ])
  expect(formatExact(0.9, 'score')).toBe('0.9')
  expect(formatExact(1, 'score')).toBe('1')
})

test('a confidence never looks surer than it is', () => {
  expect([1, 0.999, 0.991, 0.99, 0.97, 0.749, 0.75].map(formatConfidence)).toEqual([
    '>0.99',
    '>0.99',
    '>0.99',
    '0.99',
    '0.97',
    '0.74',
    '0.75',
  ])
  expect([0.29, 0.254, 0.25, 0.01, 0.009, 0].map(formatConfidence)).toEqual([
    '0.29',
    '0.26',
    '0.25',
    '0.01',
    '<0.01',
    '<0.01',
  ])
  expect(formatConfidence(undefined)).toBe(NO_VALUE)
})

test('elapsed time reads as on a stop-watch', () => {
  expect([0, 7.9, 200, 3723].map(formatElapsed)).toEqual(['0:00', '0:07', '3:20', '1:02:03'])
})

test('a moment names its time zone', () => {
  expect(formatMoment(Date.UTC(2025, 10, 21, 14, 3))).toMatch(
    /^2[12] Nov 2025, \d\d:\d\d UTC(?:[+-]\d{1,2}(?::\d\d)?)?$/,
  )
  expect(formatMoment(Number.NaN)).toBe(NO_VALUE)
})

test('an instant is written as the locale en-GB writes it', () => {
  for (const epochMs of [Date.UTC(2025, 0, 1), Date.UTC(2024, 1, 29, 23, 59, 59), 1_795_705_103_000]) {
    const locale = new Date(epochMs).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
    expect(formatInstant(epochMs)).toBe(locale)
  }
  expect([0, 60, -210, 765, -720].map(formatZone)).toEqual([
    'UTC',
    'UTC+1',
    'UTC-3:30',
    'UTC+12:45',
    'UTC-12',
  ])
})

test('a share above all is told in whole per cent', () => {
  expect([1.0518, 1.004, 23.3215].map(ratio => formatValue(ratio, 'ratio'))).toEqual([
    '105 %',
    '100.4 %',
    '2,332 %',
  ])
})
